package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Drives the module and its examples with a real PowerShell. */
class PowerShellModuleIT {
  private static Optional<PowerShell> powerShell = Optional.empty();

  @BeforeAll
  static void findPowerShell() {
    powerShell = PowerShell.find();
    assumeTrue(
        powerShell.isPresent(),
        "No PowerShell: set PWSH, or have pwsh on the PATH, to test the module.");
  }

  @TestFactory
  Stream<DynamicTest> module() throws Exception {
    return scenarios("module.ps1");
  }

  @TestFactory
  Stream<DynamicTest> examples() throws Exception {
    return scenarios("examples.ps1");
  }

  private static Stream<DynamicTest> scenarios(String script)
      throws IOException, InterruptedException {
    return scenarios(
        script,
        powerShell
            .orElseThrow()
            .run(
                script,
                Map.of("PARTNER_CART_SANDBOX", "true"),
                PowerShell.module().toString(),
                PowerShell.home().toString()));
  }

  /** A test of each scenario of a script, which writes a JSON line when one has ended. */
  static Stream<DynamicTest> scenarios(String script, PowerShell.Run run) {
    List<JsonObject> results =
        run.lines()
            .filter(line -> line.startsWith("{\"scenario\":"))
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    DynamicTest all =
        dynamicTest(
            script + " ran to its end",
            () -> assertEquals(0, run.exitCode(), run.output() + run.errors()));
    return Stream.concat(
        results.stream()
            .map(
                result ->
                    dynamicTest(
                        result.get("scenario").getAsString(),
                        () ->
                            assertTrue(
                                result.get("failure").isJsonNull(),
                                () -> result.get("failure").toString()))),
        Stream.of(all));
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
