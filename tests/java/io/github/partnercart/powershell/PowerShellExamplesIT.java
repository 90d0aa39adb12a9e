package io.github.partnercart.powershell;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the module's examples with a real PowerShell. */
class PowerShellExamplesIT {
  @TestFactory
  Stream<DynamicTest> examples() throws Exception {
    return PowerShellScenarios.inSandbox("examples.ps1");
  }
}
