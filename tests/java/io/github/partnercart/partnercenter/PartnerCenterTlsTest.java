package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.partnercart.signin.GivenAccessToken;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client over real TLS: HTTP/2, certificates that are no good, and the system's proxy. */
class PartnerCenterTlsTest {
  private static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";
  private static final MockResponse CART =
      new MockResponse.Builder().code(200).body("{\"id\":\"c1\"}").build();

  private final MockWebServer server = new MockWebServer();
  private SSLContext before;

  @BeforeEach
  void rememberTrust() throws Exception {
    before = SSLContext.getDefault();
  }

  @AfterEach
  void restore() {
    SSLContext.setDefault(before);
    server.close();
  }

  @Test
  void http2IsSpokenWhereTheServiceSpeaksIt() throws Exception {
    serveAs("localhost", true);
    server.enqueue(CART);

    getCart("https://localhost:" + server.getPort(), ProxySelector.getDefault());

    assertEquals("HTTP/2", server.takeRequest().getVersion());
  }

  @Test
  void aCertificateForAnotherHostIsRefusedBeforeAnythingIsSent() throws Exception {
    serveAs("elsewhere.example", true);

    assertNothingIsSent();
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedBeforeAnythingIsSent() throws Exception {
    serveAs("localhost", false);

    assertNothingIsSent();
  }

  @Test
  void theProxyOfTheEnvironmentIsAskedForAConnection() throws Exception {
    serveAs("partner.example", true);
    server.enqueue(new MockResponse.Builder().inTunnel().build());
    server.enqueue(CART);

    getCart(
        "https://partner.example",
        Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://127.0.0.1:" + server.getPort())));

    RecordedRequest connect = server.takeRequest();
    assertEquals("CONNECT", connect.getMethod());
    assertEquals("partner.example:443", connect.getTarget());
    assertEquals(null, connect.getHeaders().get("Authorization"));
    assertEquals("GET", server.takeRequest().getMethod());
  }

  private void assertNothingIsSent() {
    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> getCart("https://localhost:" + server.getPort(), ProxySelector.getDefault()));
    assertEquals(Outcome.NotSent, e.outcome());
    assertEquals(0, server.getRequestCount());
  }

  private void serveAs(String hostName, boolean isTrusted) throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName(hostName).build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.start();
    if (isTrusted) {
      SSLContext.setDefault(
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(certificate.certificate())
              .build()
              .sslContext());
    }
  }

  private static void getCart(String endpoint, ProxySelector proxies) throws Exception {
    new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(endpoint),
                "en-US",
                proxies,
                8,
                new RetrySettings(2, Duration.ofMillis(2)),
                false),
            GivenAccessToken.of("token", "the test"))
        .getCart(
            CUSTOMER, "c1", new Call(UUID.randomUUID(), UUID.randomUUID(), Duration.ofSeconds(20)));
  }
}
