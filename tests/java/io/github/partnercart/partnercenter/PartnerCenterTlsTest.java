package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.partnercart.http.Proxies;
import io.github.partnercart.signin.GivenAccessToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
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
      new MockResponse.Builder().code(200).body("{\"id\":\"c1\",\"lineItems\":[]}").build();

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
  void http1IsSpokenAlsoWhereTheServiceSpeaksHttp2() throws Exception {
    serveAs("localhost", true);
    server.enqueue(CART);

    getCart("https://localhost:" + server.getPort(), ProxySelector.getDefault());

    assertEquals("HTTP/1.1", server.takeRequest().getVersion());
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

  @Test
  void anAlertAboutAHandshakeAfterTheRequestDoesNotMeanThatNothingWasSent() throws Exception {
    HeldCertificate certificate = trusted("localhost");
    SSLContext ofServer =
        new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> received =
          CompletableFuture.supplyAsync(() -> askForCertificateAfterRequest(listening, ofServer));

      PartnerCenterException e =
          assertThrows(
              PartnerCenterException.class,
              () -> checkOut("https://localhost:" + listening.getLocalPort(), 1));

      assertEquals("POST", received.get(30, TimeUnit.SECONDS));
      assertInstanceOf(SSLHandshakeException.class, rootOf(e));
      assertEquals(Outcome.Unknown, e.failure().outcome());
    }
  }

  /** Reads a request, then shakes hands again, which the client can't do as is asked. */
  private static String askForCertificateAfterRequest(ServerSocket listening, SSLContext context) {
    try (Socket connection = listening.accept();
        SSLSocket encrypted = encrypted(connection, context)) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(encrypted.getInputStream(), StandardCharsets.ISO_8859_1));
      String method = in.readLine().split(" ")[0];
      while (!in.readLine().isEmpty()) {
        // The rest of the head; there is no body.
      }
      encrypted.setNeedClientAuth(true);
      assertThrows(
          IOException.class,
          () -> {
            encrypted.startHandshake();
            in.read();
          });
      // Closing before the client has would reset the connection, and the alert could be lost.
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      return method;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SSLSocket encrypted(Socket connection, SSLContext context) throws IOException {
    SSLSocket encrypted =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(connection, "localhost", connection.getPort(), false);
    encrypted.setUseClientMode(false);
    encrypted.setEnabledProtocols(new String[] {"TLSv1.2"});
    return encrypted;
  }

  private static Throwable rootOf(Throwable e) {
    return e.getCause() == null ? e : rootOf(e.getCause());
  }

  private void assertNothingIsSent() {
    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> checkOut("https://localhost:" + server.getPort(), 2));
    assertEquals(Outcome.NotSent, e.failure().outcome());
    assertEquals(0, server.getRequestCount());
  }

  private void serveAs(String hostName, boolean isTrusted) throws Exception {
    HeldCertificate certificate =
        isTrusted
            ? trusted(hostName)
            : new HeldCertificate.Builder().addSubjectAlternativeName(hostName).build();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.start();
  }

  private static HeldCertificate trusted(String hostName) {
    HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName(hostName).build();
    SSLContext.setDefault(
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build()
            .sslContext());
    return certificate;
  }

  private static void getCart(String endpoint, ProxySelector proxies) throws Exception {
    client(endpoint, proxies, 2).getCart(CUSTOMER, "c1", UUID.randomUUID(), call());
  }

  private static void checkOut(String endpoint, int maxAttempts) throws Exception {
    client(endpoint, ProxySelector.getDefault(), maxAttempts)
        .checkOut(CUSTOMER, "c1", call(), Calls.change(UUID.randomUUID()));
  }

  private static Call call() {
    return Calls.within(Duration.ofSeconds(20));
  }

  private static PartnerCenter client(String endpoint, ProxySelector proxies, int maxAttempts)
      throws Exception {
    return new PartnerCenter(
        new PartnerCenter.Settings(
            Endpoint.of(endpoint),
            "en-US",
            proxies,
            Limits.inFlight(8),
            new RetrySettings(maxAttempts, Duration.ofMillis(2)),
            false),
        GivenAccessToken.of("token", "the test"));
  }
}
