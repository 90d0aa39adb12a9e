package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The scenarios of a script of tests/powershell, as tests. */
final class PowerShellScenarios {
  private PowerShellScenarios() {}

  /** Runs a script against the sandbox. */
  static Stream<DynamicTest> inSandbox(String script) throws IOException, InterruptedException {
    PowerShell.Run run =
        PowerShell.required()
            .run(
                script,
                Map.of("PARTNER_CART_SANDBOX", "true"),
                PowerShell.module().toString(),
                PowerShell.home().toString());
    return of(script, run);
  }

  /** A test of each scenario of a script, which writes a JSON line when one has ended. */
  static Stream<DynamicTest> of(String script, PowerShell.Run run) {
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
}
