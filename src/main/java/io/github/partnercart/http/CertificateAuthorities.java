package io.github.partnercart.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A company's own certificate authorities, which are trusted beside those of Java. */
public final class CertificateAuthorities {
  private CertificateAuthorities() {}

  /**
   * Makes all HTTP clients that are made from now on trust a company's authorities, too.
   *
   * @param pem their certificates in PEM, one after another, as curl's {@code --cacert} takes them
   * @throws IllegalArgumentException if the file can't be read, or holds no such certificates
   */
  public static void trust(Path pem) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {managerWith(read(pem))}, null);
      SSLContext.setDefault(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Collection<? extends Certificate> read(Path pem) {
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

  /** Trusts Java's own authorities and these. */
  static X509TrustManager managerWith(Collection<? extends Certificate> own)
      throws GeneralSecurityException {
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (Certificate authority : manager(null).getAcceptedIssuers()) {
        all.setCertificateEntry("java" + number++, authority);
      }
      for (Certificate authority : own) {
        all.setCertificateEntry("own" + number++, authority);
      }
      return manager(all);
    } catch (IOException e) {
      // An empty store is not read from anywhere.
      throw new IllegalStateException(e);
    }
  }

  /** Of Java's own store, if there is none. */
  private static X509TrustManager manager(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
