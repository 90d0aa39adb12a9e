package io.github.partnercart.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthoritiesTest {
  @Test
  void javasOwnAuthoritiesAreStillTrusted() throws Exception {
    X509TrustManager before = CertificateAuthorities.managerWith(List.of());
    X509Certificate company =
        new HeldCertificate.Builder().certificateAuthority(0).build().certificate();

    X509TrustManager after = CertificateAuthorities.managerWith(List.of(company));

    assertTrue(before.getAcceptedIssuers().length > 0);
    assertEquals(before.getAcceptedIssuers().length + 1, after.getAcceptedIssuers().length);
    assertTrue(Arrays.asList(after.getAcceptedIssuers()).contains(company));
  }

  @Test
  void systemsAuthoritiesAreThoseOfTheFirstFileThatIsThere(@TempDir Path directory)
      throws Exception {
    HeldCertificate company = new HeldCertificate.Builder().certificateAuthority(0).build();
    Path missing = directory.resolve("missing.crt");
    Path bundle = Files.writeString(directory.resolve("bundle.crt"), company.certificatePem());

    assertEquals(
        List.of(company.certificate()),
        List.copyOf(SystemAuthorities.read(List.of(missing, bundle))));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> SystemAuthorities.read(List.of(missing)));
    assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
  }
}
