package io.github.partnercart.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The certificate authorities that the operating system trusts. */
final class SystemAuthorities {
  /** Where Debian, Red Hat, SUSE and Alpine have them. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private SystemAuthorities() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if there are none, or they can't be read
   */
  static Collection<? extends Certificate> read() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return store("Windows-ROOT");
    }
    if (system.startsWith("mac")) {
      // Java 23 and later tell the system's own from those that the user added.
      return store(
          Security.getAlgorithms("KeyStore").contains("KEYCHAINSTORE-ROOT")
              ? "KeychainStore-ROOT"
              : "KeychainStore");
    }
    return read(BUNDLES);
  }

  /** Of the first of these files that is there. */
  static Collection<? extends Certificate> read(List<Path> bundles) {
    return bundles.stream()
        .filter(Files::isReadable)
        .findFirst()
        .map(PemAuthorities::read)
        .orElseThrow(
            () -> new IllegalArgumentException("none of these files is there: " + bundles));
  }

  private static Collection<? extends Certificate> store(String type) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      List<Certificate> certificates = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        certificates.add(store.getCertificate(alias));
      }
      return certificates;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the system's store can't be read: " + e.getMessage(), e);
    }
  }
}
