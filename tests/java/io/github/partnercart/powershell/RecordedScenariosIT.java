package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the module with every recording of the original. */
class RecordedScenariosIT {
  private static final Path RECORDED = Path.of("tests/fixtures/recorded").toAbsolutePath();

  /** What of a scenario is compared. */
  private static final List<String> PARTS =
      List.of("output", "errors", "dollarError", "warning", "verbose", "debug", "host", "requests");

  /** Members that the original does not have. */
  private static final List<String> NEWER =
      List.of(
          "AttestationAccepted",
          "CustomTermEndDate",
          "PromotionId",
          "Pricing",
          "PartnerOnRecordAttestationAccepted",
          "AlternateId");

  /** The recordings that are no scenarios, but what {@link #hasTheOriginals} compares. */
  private static final List<String> DUMPS = List.of("08-metadata", "08-reflection");

  /** The verbose line about a request, which can come too late, as it is not in the answer. */
  private static final String EXCHANGE =
      "(WriteVerboseLine: )?(DEBUG )?[A-Z]+ /v1/.* was answered \\d+ after … ms";

  /** One of a Hashtable as JSON, whose order is another in each process. */
  private static final Pattern PROVISIONING_CONTEXT =
      Pattern.compile("(\"ProvisioningContext\":\\{)([^{}]*)}");

  private static PowerShell powerShell;

  @BeforeAll
  static void findPowerShell() throws Exception {
    powerShell = PowerShell.requiredWithModule();
  }

  @Test
  void everyRecordingIsCompared() throws IOException {
    TreeSet<String> compared = new TreeSet<>(DUMPS);
    recorded()
        .getAsJsonArray("scenarios")
        .forEach(s -> compared.add(s.getAsJsonObject().get("id").getAsString()));

    assertEquals(new TreeSet<>(lines("recordings.txt")), compared);
  }

  @Test
  void everyDifferenceIsOneFromARecordingAndHasAReason() throws IOException {
    TreeSet<String> recordings = new TreeSet<>(lines("recordings.txt"));
    differences()
        .getAsJsonObject("scenarios")
        .entrySet()
        .forEach(
            e -> {
              assertTrue(recordings.contains(e.getKey()), e.getKey());
              JsonObject difference = e.getValue().getAsJsonObject();
              assertTrue(difference.get("reason").getAsString().length() > 10, e.getKey());
              difference.remove("reason");
              assertTrue(!difference.isEmpty() && PARTS.containsAll(difference.keySet()));
            });
  }

  @TestFactory
  Stream<DynamicTest> doesWhatTheOriginalWasRecordedToDo() throws Exception {
    JsonObject recorded = recorded();
    JsonObject differences = differences();
    Map<String, JsonObject> seen = new HashMap<>();
    List<DynamicTest> tests = new ArrayList<>();
    try (RecordedService service = new RecordedService(recorded)) {
      PowerShell.Run run =
          powerShell.run(
              "recorded.ps1",
              Map.of(),
              PowerShell.module().toString(),
              RECORDED.resolve("powershell.json").toString(),
              service.address());
      run.lines()
          .filter(line -> line.startsWith("{\"id\":"))
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .forEach(result -> seen.put(result.get("id").getAsString(), result));
      for (JsonElement element : recorded.getAsJsonArray("scenarios")) {
        JsonObject scenario = element.getAsJsonObject();
        String id = scenario.get("id").getAsString();
        JsonElement difference = differences.getAsJsonObject("scenarios").get(id);
        JsonObject expected = expected(recorded, scenario, differences);
        Optional<JsonObject> result =
            Optional.ofNullable(seen.get(id)).map(r -> ours(r, scenario, service.received(id)));
        tests.add(
            dynamicTest(
                id + ": " + scenario.get("title").getAsString(),
                () -> {
                  assertTrue(result.isPresent(), () -> "did not run: " + run.errors());
                  compare(id, expected, difference, result.orElseThrow());
                }));
      }
      List<ReceivedRequest> received = service.received();
      tests.add(
          dynamicTest(
              "every request has the original's headers",
              () -> received.forEach(request -> compareHeaders(recorded, request))));
    }
    return tests.stream();
  }

  /** Compares each part of what happened; a part that is listed as different must be so. */
  private static void compare(
      String id, JsonObject original, JsonElement difference, JsonObject result) {
    JsonObject different = difference == null ? new JsonObject() : difference.getAsJsonObject();
    for (String part : PARTS) {
      JsonElement expected = original.get(part);
      JsonElement actual = withoutWarningsOfTheOrder(result.get(part));
      if (different.has(part)) {
        assertNotEquals(expected, actual, part + " is listed as a difference, but is the same");
        expected = comparable(different.get(part), List.of());
      } else if (part.equals("dollarError") && different.has("errors")) {
        expected = reversed(different.getAsJsonArray("errors"));
      }
      assertEquals(String.valueOf(expected), String.valueOf(actual), id + ": " + part);
      assertEquals(expected, actual, id + ": " + part);
    }
  }

  private static void compareHeaders(JsonObject recorded, ReceivedRequest request) {
    recorded
        .getAsJsonObject("defaultHeaders")
        .entrySet()
        .forEach(
            header -> {
              if (!header.getKey().equals("Content-Type") || !request.body().isEmpty()) {
                assertEquals(
                    header.getValue().getAsString(),
                    request.headers().getFirst(header.getKey()),
                    request::toString);
              }
            });
  }

  /** Every part of what the original did, with what the fixture abbreviates. */
  private static JsonObject expected(
      JsonObject recorded, JsonObject scenario, JsonObject differences) {
    JsonObject original = scenario.getAsJsonObject("recorded");
    JsonObject expected = new JsonObject();
    for (String part : PARTS) {
      JsonElement value = original.get(part);
      if (part.equals("host") && scenario.has("anyOrder")) {
        value = inOrder(value.getAsJsonArray());
      }
      if (value == null && part.equals("dollarError") && original.has("errors")) {
        value = reversed(original.getAsJsonArray("errors"));
      }
      if (value == null) {
        value = new JsonArray();
      }
      if (value instanceof JsonPrimitive count) {
        JsonArray outputs = new JsonArray();
        for (int i = 0; i < count.getAsInt(); i++) {
          outputs.add(recorded.get("defaultOutput"));
        }
        value = outputs;
      }
      expected.add(
          part,
          part.equals("requests")
              ? Requests.expected(
                  value.getAsJsonArray(),
                  recorded.getAsJsonObject("defaultRequest"),
                  differences.getAsJsonObject("requests").getAsJsonArray("without"))
              : comparable(value, List.of()));
    }
    return expected;
  }

  private static JsonArray reversed(JsonArray array) {
    JsonArray reversed = new JsonArray();
    for (int i = array.size() - 1; i >= 0; i--) {
      reversed.add(array.get(i));
    }
    return reversed;
  }

  private static JsonObject ours(
      JsonObject result, JsonObject scenario, List<ReceivedRequest> received) {
    JsonObject ours = comparable(result, received).getAsJsonObject();
    if (scenario.has("anyOrder")) {
      ours.add("host", inOrder(ours.getAsJsonArray("host")));
    }
    List<ReceivedRequest> requests = new ArrayList<>(received);
    if (scenario.has("concurrent")) {
      // Which of them comes first is chance.
      requests.sort(Comparator.comparing(ReceivedRequest::body));
    }
    ours.add("requests", Requests.sent(requests));
    return ours;
  }

  /** Lines that show a Hashtable, whose order is another in each process, in one that is not. */
  private static JsonArray inOrder(JsonArray lines) {
    List<String> joined = new ArrayList<>();
    for (JsonElement line : lines) {
      String text = line.getAsString();
      String wrapped = text.replaceFirst("^WriteLine:  {10,}", "");
      int last = joined.size() - 1;
      if (wrapped.equals(text)) {
        joined.add(text);
      } else {
        joined.set(last, joined.get(last) + wrapped);
      }
    }
    JsonArray ordered = new JsonArray();
    for (String text : joined) {
      int start = text.indexOf("{[");
      ordered.add(
          start < 0
              ? text
              : Stream.of(text.substring(start + 1, text.length() - 1).split("(?<=]), "))
                  .sorted()
                  .collect(Collectors.joining(", ", text.substring(0, start) + "{", "}")));
    }
    return ordered;
  }

  /**
   * Without the members that the original's types do not have, where they are not set, and without
   * what is another each time.
   */
  private static JsonElement comparable(JsonElement element, List<ReceivedRequest> received) {
    if (element instanceof JsonArray array) {
      JsonArray result = new JsonArray();
      for (JsonElement e : array) {
        JsonElement comparable = comparable(e, received);
        if (!(comparable instanceof JsonPrimitive p) || !p.getAsString().matches(EXCHANGE)) {
          result.add(comparable);
        }
      }
      return result;
    }
    if (element instanceof JsonObject object) {
      JsonObject result = new JsonObject();
      String type = object.has("@") ? object.get("@").getAsString() : "";
      boolean isPsLineItem = type.endsWith(".PSCartLineItem");
      boolean isPsCart = type.endsWith(".PSCart");
      object
          .entrySet()
          .forEach(
              e -> {
                boolean isNewer =
                    NEWER.contains(e.getKey()) || (isPsLineItem && e.getKey().equals("RenewsTo"));
                boolean isAddition =
                    (isPsCart && e.getKey().equals("CustomerId"))
                        || e.getKey().equals("AdditionalInformation");
                if (!isAddition && (!isNewer || !e.getValue().isJsonNull())) {
                  result.add(e.getKey(), comparable(e.getValue(), received));
                }
              });
      return result;
    }
    if (element instanceof JsonPrimitive value && value.isString()) {
      return new JsonPrimitive(comparable(value.getAsString(), received));
    }
    return element;
  }

  private static String comparable(String text, List<ReceivedRequest> received) {
    String result =
        PROVISIONING_CONTEXT
            .matcher(text)
            .replaceAll(
                found ->
                    Stream.of(found.group(2).split(","))
                        .sorted()
                        .collect(Collectors.joining(",", found.group(1), "}")))
            .replaceAll("(RequestId|CorrelationId)(\":\"| )[0-9a-f-]{36}", "$1$2…")
            .replaceAll("\"Id\":\\d+,\"(Command|Result|Error)\"", "\"Id\":…,\"$1\"")
            .replaceAll("\"Line\":\\d+", "\"Line\":…")
            .replaceAll("after \\d+ ms", "after … ms")
            .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:0")
            // Between the time and AM, as the version of ICU has it.
            .replace('\u202f', ' ');
    for (ReceivedRequest request : received) {
      result =
          result
              .replace(request.requestId(), "MS-RequestId 1")
              .replace(request.correlationId(), "MS-CorrelationId 1");
    }
    return result;
  }

  @TestFactory
  Stream<DynamicTest> hasTheOriginals() throws Exception {
    PowerShell.Run run =
        powerShell.run(
            "metadata.ps1",
            Map.of(),
            PowerShell.module().toString(),
            RECORDED.resolve("types.txt").toString());
    DynamicTest exportsOnlyTheOriginals =
        dynamicTest(
            "exports no command that the original does not have",
            () -> {
              TreeSet<String> exported =
                  run.lines()
                      .filter(line -> line.startsWith("command "))
                      .map(line -> line.split("[ /]")[1])
                      .collect(Collectors.toCollection(TreeSet::new));
              assertEquals(8, exported.size(), exported::toString);
              exported.removeAll(lines("command-names.txt"));
              assertEquals(new TreeSet<>(), exported);
            });
    Stream<DynamicTest> comparisons =
        Stream.of("command", "type")
            .map(
                kind ->
                    dynamicTest(
                        kind + "s",
                        () -> {
                          TreeSet<String> expected = new TreeSet<>(lines(kind + "s.txt"));
                          if (kind.equals("command")) {
                            // Not in the recorded dump, but in the original's source.
                            expected.addAll(lines("commands-from-source.txt"));
                          }
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
                          TreeSet<String> missing = new TreeSet<>(expected);
                          missing.removeAll(actual);
                          actual.removeAll(expected);
                          assertEquals("", String.join("\n", missing), run.errors());
                          assertEquals("", String.join("\n", actual));
                        }));
    return Stream.concat(Stream.of(exportsOnlyTheOriginals), comparisons);
  }

  /** The recorded service answers one cart to every order, of which we warn. */
  private static @Nullable JsonElement withoutWarningsOfTheOrder(@Nullable JsonElement part) {
    if (!(part instanceof JsonArray lines)) {
      return part;
    }
    JsonArray rest = new JsonArray();
    for (JsonElement line : lines) {
      if (!line.toString().matches("\"(WriteWarningLine: )?The cart is not what was ordered: .*")) {
        rest.add(line);
      }
    }
    return rest;
  }

  private static JsonObject recorded() {
    return Fixtures.json("recorded/powershell.json");
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(RECORDED.resolve(file), StandardCharsets.UTF_8);
  }

  private static JsonObject differences() throws IOException {
    return JsonParser.parseString(
            Files.readString(Path.of("tests/powershell/differences.json"), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }
}
