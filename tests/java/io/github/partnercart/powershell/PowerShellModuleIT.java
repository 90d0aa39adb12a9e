package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Drives the module with a real PowerShell, and compares it with the original's recordings. */
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
  Stream<DynamicTest> doesWhatTheOriginalWasRecordedToDo() throws Exception {
    JsonObject recorded = Fixtures.json("recorded/powershell.json");
    JsonObject differences = differences().getAsJsonObject("scenarios");
    Map<String, JsonObject> seen = new HashMap<>();
    PowerShell.Run run;
    try (RecordedService service = new RecordedService(recorded)) {
      run =
          powerShell
              .orElseThrow()
              .run(
                  "recorded.ps1",
                  Map.of(),
                  PowerShell.module().toString(),
                  Path.of("tests/fixtures/recorded/powershell.json").toAbsolutePath().toString(),
                  service.address());
    }
    run.lines()
        .filter(line -> line.startsWith("{\"id\":"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .forEach(result -> seen.put(result.get("id").getAsString(), result));
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonElement element : recorded.getAsJsonArray("scenarios")) {
      JsonObject scenario = element.getAsJsonObject();
      String id = scenario.get("id").getAsString();
      tests.add(
          dynamicTest(
              id + ": " + scenario.get("title").getAsString(),
              () -> {
                JsonObject result = seen.get(id);
                assertNotNull(result, () -> "did not run: " + run.errors());
                compare(
                    recorded, scenario.getAsJsonObject("recorded"), differences.get(id), result);
              }));
    }
    return tests.stream();
  }

  /** Compares each part of what happened; a part that is listed as different must be so. */
  private static void compare(
      JsonObject recorded, JsonObject original, JsonElement difference, JsonObject result) {
    JsonObject different = difference == null ? new JsonObject() : difference.getAsJsonObject();
    for (String part : List.of("output", "errors", "warnings", "verbose", "host")) {
      JsonElement expected = part(recorded, original, part);
      JsonElement actual = ours(result.get(part));
      if (different.has(part)) {
        assertNotEquals(expected, actual, part + " is listed as a difference, but is the same");
        expected = different.get(part);
      }
      assertEquals(String.valueOf(expected), String.valueOf(actual), part);
      assertEquals(expected, actual, part);
    }
  }

  private static JsonElement part(JsonObject recorded, JsonObject original, String part) {
    JsonElement value = original.get(part);
    if (value == null) {
      return new JsonArray();
    }
    if (value.isJsonPrimitive()) {
      JsonArray outputs = new JsonArray();
      for (int i = 0; i < value.getAsInt(); i++) {
        outputs.add(recorded.get("defaultOutput"));
      }
      return outputs;
    }
    return value;
  }

  /**
   * Without the members that the original's types do not have, where they are not set, and without
   * ids and times.
   */
  private static JsonElement ours(JsonElement element) {
    if (element instanceof JsonArray array) {
      JsonArray result = new JsonArray();
      array.forEach(e -> result.add(ours(e)));
      return result;
    }
    if (element instanceof JsonObject object) {
      JsonObject result = new JsonObject();
      boolean isPsLineItem =
          object.has("@") && object.get("@").getAsString().endsWith(".PSCartLineItem");
      object
          .entrySet()
          .forEach(
              e -> {
                boolean isNewer =
                    List.of("AttestationAccepted", "CustomTermEndDate", "PromotionId")
                            .contains(e.getKey())
                        || (isPsLineItem && e.getKey().equals("RenewsTo"));
                if (!isNewer || !e.getValue().isJsonNull()) {
                  result.add(e.getKey(), ours(e.getValue()));
                }
              });
      return result;
    }
    if (element instanceof JsonPrimitive value && value.isString()) {
      return new JsonPrimitive(
          value
              .getAsString()
              .replaceAll("(RequestId|CorrelationId) [0-9a-f-]{36}", "$1 …")
              .replaceAll("after \\d+ ms", "after … ms"));
    }
    return element;
  }

  @TestFactory
  Stream<DynamicTest> hasTheOriginalsCommandsAndTypes() throws Exception {
    PowerShell.Run run =
        powerShell
            .orElseThrow()
            .run(
                "metadata.ps1",
                Map.of(),
                PowerShell.module().toString(),
                Path.of("tests/fixtures/recorded/types.txt").toAbsolutePath().toString());
    return Stream.of("command", "type")
        .map(
            kind ->
                dynamicTest(
                    kind + "s",
                    () -> {
                      TreeSet<String> expected =
                          new TreeSet<>(
                              Files.readAllLines(
                                  Path.of("tests/fixtures/recorded", kind + "s.txt"),
                                  StandardCharsets.UTF_8));
                      JsonObject different = differences().getAsJsonObject(kind + "s");
                      different
                          .getAsJsonArray("without")
                          .forEach(line -> assertTrue(expected.remove(line.getAsString())));
                      different
                          .getAsJsonArray("with")
                          .forEach(line -> assertTrue(expected.add(line.getAsString())));
                      TreeSet<String> actual =
                          run.lines()
                              .filter(line -> line.startsWith(kind + " "))
                              .map(line -> line.substring(kind.length() + 1))
                              .collect(Collectors.toCollection(TreeSet::new));
                      assertEquals(
                          String.join("\n", expected), String.join("\n", actual), run.errors());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> module() throws Exception {
    return scenarios("module.ps1");
  }

  @TestFactory
  Stream<DynamicTest> examples() throws Exception {
    return scenarios("examples.ps1");
  }

  /** A test of each scenario of a script, which writes a JSON line when one has ended. */
  private static Stream<DynamicTest> scenarios(String script)
      throws IOException, InterruptedException {
    PowerShell.Run run =
        powerShell
            .orElseThrow()
            .run(
                script,
                Map.of("PARTNER_CART_SANDBOX", "true"),
                PowerShell.module().toString(),
                PowerShell.home().toString());
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

  private static JsonObject differences() throws IOException {
    return JsonParser.parseString(
            Files.readString(Path.of("tests/powershell/differences.json"), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }
}
