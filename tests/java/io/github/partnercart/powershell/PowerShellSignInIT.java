package io.github.partnercart.powershell;

import io.github.partnercart.signin.FakeIdentityService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real PowerShell signs in to an identity service on loopback, and buys as whom it should. */
@Isolated
class PowerShellSignInIT {
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> signIns() throws Exception {
    PowerShell powerShell = PowerShell.required();
    try (FakeIdentityService identity = FakeIdentityService.start();
        BuyersService service = new BuyersService(identity)) {
      Path trust = directory.resolve("trust.p12");
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("identity", identity.certificate());
      try (var out = Files.newOutputStream(trust)) {
        store.store(out, "changeit".toCharArray());
      }
      PowerShell.Run run =
          powerShell.run(
              "signin.ps1",
              Map.of(
                  // .NET keeps the user's certificates there.
                  "HOME",
                  directory.toString(),
                  "AZURE_AUTHORITY_HOST",
                  identity.address(),
                  "PARTNER_CART_ENDPOINT",
                  service.address(),
                  "PARTNER_CART_JAVA_OPTS",
                  "-Djavax.net.ssl.trustStore="
                      + trust
                      + " -Djavax.net.ssl.trustStorePassword=changeit"),
              PowerShell.module().toString(),
              service.address());
      return PowerShellScenarios.of("signin.ps1", run);
    }
  }
}
