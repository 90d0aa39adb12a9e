package io.github.partnercart.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;

/** Certificates in PEM, one after another, as curl's {@code --cacert} takes them. */
final class PemAuthorities {
  private PemAuthorities() {}

  /**
   * Reads a file of them.
   *
   * @throws IllegalArgumentException if it can't be read, or holds no such certificates
   */
  static Collection<? extends Certificate> read(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("there is no certificate in PEM in " + pem);
      }
      return certificates;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + pem, e);
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "the certificates in " + pem + " can't be read: " + e.getMessage(), e);
    }
  }
}
