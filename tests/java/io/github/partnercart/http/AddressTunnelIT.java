package io.github.partnercart.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host with two addresses, of which the first one is dead. */
class AddressTunnelIT {
  private static final String CART =
      "{\"id\":\"c\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":1}]}";

  private final MockWebServer service = new MockWebServer();
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("partner.example")
            .signedBy(authority)
            .build();
    service.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    service.start(InetAddress.getByName("127.0.0.1"), 0);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Output run(String addresses, String input) throws Exception {
    Path hosts = Files.writeString(directory.resolve("hosts"), addresses);
    Path pem = Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    return PartnerCartProcess.with(
            "--endpoint",
            "https://partner.example:" + service.getPort(),
            "--ca-certificates",
            pem.toString(),
            "--max-attempts",
            "2")
        .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
        .environment("PARTNER_CART_JAVA_OPTS", "-Djdk.net.hosts.file=" + hosts)
        .run(input);
  }

  @Test
  void theSecondAddressIsTriedAndEachPurchaseIsSentOnce() throws Exception {
    String cart = Commands.newCart("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}") + "\n";
    for (int i = 0; i < 3; i++) {
      service.enqueue(new MockResponse.Builder().code(201).body(CART).build());
    }

    Output output =
        run("127.0.0.2 partner.example\n127.0.0.1 partner.example\n", cart + cart + cart);

    assertEquals(0, output.exitCode(), output::toString);
    assertEquals(3, output.stdout().lines().count(), output::toString);
    assertEquals(3, service.getRequestCount());
    assertTrue(
        String.valueOf(service.takeRequest().getHandshake()).contains("TLS"), "it is encrypted");
  }

  @Test
  void whereNoAddressIsAliveNothingIsSentAndThatIsSaid() throws Exception {
    Output output =
        run("127.0.0.2 partner.example\n127.0.0.3 partner.example\n", Commands.getCart("c") + "\n");

    assertEquals(1, output.exitCode(), output::toString);
    assertTrue(output.stdout().contains("\"NotSent\""), output::toString);
    assertTrue(
        output.stdout().contains("none of the addresses of partner.example gave a connection"),
        output::toString);
  }
}
