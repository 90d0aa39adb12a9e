package io.github.partnercart.faults;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A certificate of this machine for a server, and the file that makes a Java process trust it.
 *
 * @param serverSockets what a server speaks TLS with
 * @param javaOptions the options of a Java process that is to trust it
 */
record TestCertificate(SSLSocketFactory serverSockets, String javaOptions) {
  static TestCertificate in(Path directory) throws Exception {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("partner-center.example")
            .build();
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("test", held.certificate());
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, "changeit".toCharArray());
    }
    return new TestCertificate(
        new HandshakeCertificates.Builder().heldCertificate(held).build().sslSocketFactory(),
        "-Djavax.net.ssl.trustStore=" + file + " -Djavax.net.ssl.trustStorePassword=changeit");
  }
}
