package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs the module's own tests, which are Pester's, with a real PowerShell: a test each. */
class PowerShellModuleIT {
  private static final Path TESTS = Path.of("tests", "powershell");

  @TestFactory
  Stream<DynamicContainer> pester() throws Exception {
    PowerShell powerShell = PowerShell.requiredWithModule();
    try (Stream<Path> files = Files.list(TESTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".Tests.ps1"))
          .sorted()
          .toList()
          .stream()
          .map(name -> dynamicContainer(name, Stream.of(name).flatMap(n -> run(powerShell, n))));
    }
  }

  private static Stream<DynamicTest> run(PowerShell powerShell, String file) {
    PowerShell.Run run;
    try {
      run =
          powerShell.run(
              "pester.ps1",
              Map.of("TEST_DISTRIBUTION", PowerShell.home().toString()),
              TESTS.resolve(file).toAbsolutePath().toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    List<JsonObject> results =
        run.lines()
            .filter(line -> line.startsWith("{\"name\":"))
            .map(line -> JsonParser.parseString(line).getAsJsonObject())
            .toList();
    return Stream.concat(
        results.stream().map(PowerShellModuleIT::test),
        Stream.of(
            dynamicTest(
                file + " has run to its end",
                () -> {
                  assertEquals(0, run.exitCode(), run.output() + run.errors());
                  assertTrue(!results.isEmpty(), run.output() + run.errors());
                })));
  }

  private static DynamicTest test(JsonObject result) {
    return dynamicTest(
        result.get("name").getAsString(),
        () -> {
          if (result.get("result").getAsString().equals("Skipped")) {
            abort("Skipped by Pester: " + result.get("name").getAsString());
          }
          assertEquals(
              "Passed",
              result.get("result").getAsString(),
              () -> result.get("name").getAsString() + ": " + result.get("error").getAsString());
        });
  }

  @Test
  void versionIsTheSameEverywhere() throws IOException {
    String version =
        versionIn(
            Path.of("ps-wrapper/PartnerCenterCart/PartnerCenterCart.psd1"),
            "ModuleVersion = '([^']*)'");
    assertEquals(version, versionIn(Path.of("pom.xml"), "<version>([^<]*)</version>"));
    assertTrue(Files.exists(PowerShell.home().resolve("lib/partner-cart-" + version + ".jar")));
  }

  private static String versionIn(Path file, String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern).matcher(Files.readString(file));
    assertTrue(found.find(), file.toString());
    return found.group(1);
  }
}
