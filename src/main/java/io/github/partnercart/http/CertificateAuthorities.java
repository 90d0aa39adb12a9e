package io.github.partnercart.http;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A company's own certificate authorities, which are trusted beside those of Java. */
public final class CertificateAuthorities {
  private static final Path SYSTEM = Path.of("system");

  private CertificateAuthorities() {}

  /**
   * Makes all HTTP clients that are made from now on trust more authorities, too.
   *
   * @param file their certificates in PEM; or {@code system}, for those of the operating system
   * @throws IllegalArgumentException if they can't be read, or there are none
   */
  public static void trust(Path file) {
    Collection<? extends Certificate> own =
        file.equals(SYSTEM) ? SystemAuthorities.read() : PemAuthorities.read(file);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {managerWith(own)}, null);
      SSLContext.setDefault(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
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
