package io.github.partnercart.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
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

/** Behind a proxy that looks into TLS, with the certificates of the company's own authority. */
class CertificateAuthoritiesIT {
  private final MockWebServer service = new MockWebServer();
  private final HeldCertificate company =
      new HeldCertificate.Builder().commonName("Company").certificateAuthority(0).build();

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    HeldCertificate server =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .signedBy(company)
            .build();
    service.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(server).build().sslSocketFactory());
    service.start();
    service.enqueue(new MockResponse.Builder().body("{\"id\":\"c\",\"lineItems\":[]}").build());
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void companysAuthorityIsTrustedBesideJavasOwn() throws Exception {
    Path pem =
        Files.writeString(
            directory.resolve("company.pem"),
            "The company's own\n" + company.certificatePem() + "\n" + another());

    Output output = run("--ca-certificates", pem.toString());

    assertEquals(0, output.exitCode(), output::toString);
  }

  private static String another() {
    return new HeldCertificate.Builder().certificateAuthority(0).build().certificatePem();
  }

  @Test
  void withoutItNothingIsSent() throws Exception {
    Output output = run("--max-attempts", "1");

    assertEquals(1, output.exitCode(), output::toString);
    assertTrue(output.stdout().contains("\"NotSent\""), output::toString);
    assertTrue(output.stdout().contains("--ca-certificates"), output::toString);
    assertEquals(0, service.getRequestCount());
  }

  @Test
  void systemsAuthoritiesAreRead() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/etc/ssl/certs/ca-certificates.crt")), "another system");

    Output output = run("--max-attempts", "1", "--ca-certificates", "system");

    // They are read, and do not have the company among them.
    assertEquals(1, output.exitCode(), output::toString);
    assertTrue(output.stdout().contains("\"NotSent\""), output::toString);
  }

  @Test
  void fileWithoutCertificatesIsToldBeforeAnythingIsRead() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");

    Output none = run("--ca-certificates", empty.toString());
    Output missing = run("--ca-certificates", directory.resolve("missing.pem").toString());

    assertEquals(2, none.exitCode(), none::toString);
    assertTrue(none.stderr().contains("no certificate in PEM in " + empty), none.stderr());
    assertEquals(2, missing.exitCode(), missing::toString);
    assertTrue(missing.stderr().contains("there is no file"), missing.stderr());
  }

  private Output run(String... options) throws Exception {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 2, options.length);
    all[0] = "--endpoint";
    all[1] = "https://localhost:" + service.getPort();
    return PartnerCartProcess.with(all)
        .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
        .run(Commands.command("Get-PartnerCustomerCart", "\"CartId\":\"c\"") + "\n");
  }
}
