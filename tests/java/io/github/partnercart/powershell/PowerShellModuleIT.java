package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Drives the module with a real PowerShell. */
class PowerShellModuleIT {
  @TestFactory
  Stream<DynamicTest> module() throws Exception {
    return PowerShellScenarios.inSandbox("module.ps1");
  }

  @Test
  void theVersionIsTheSameEverywhere() throws IOException {
    Path folder = PowerShell.module().getParent();
    String manifest = Files.readString(PowerShell.module());
    String version = manifest.replaceAll("(?s).*ModuleVersion = '([^']*)'.*", "$1");
    assertTrue(
        Files.readString(folder.resolve("PartnerCenterCart.psm1"))
            .contains("$version = '" + version + "'"));
    assertTrue(Files.exists(PowerShell.home().resolve("lib/partner-cart-" + version + ".jar")));
  }
}
