package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;

/** Sends the help page's example and compares what goes out with what the original sent. */
class RecordedRequestTest {
  private static final String EXAMPLE =
      """
      {"Command":"New-PartnerCustomerCart","Parameters":{\
      "CustomerId":"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08","LineItems":[{"BillingCycle":"OneTime",\
      "CatalogItemId":"DG7GMGF0DWTL:0001:DG7GMGF0DSJB","FriendlyName":"Sample RI Purchase",\
      "ProvisioningContext":{"duration":"1Year","scope":"shared",\
      "subscriptionId":"D526EF3A-35E6-477F-A64C-906F6177FBFA"},"Quantity":10}]}}
      """;

  private static final String NEW_EVERY_CALL = "(a GUID, new in every call)";
  private static final String ABSENT = "(absent)";

  /** Every header that differs from the recorded one, and why. */
  private static final Map<String, Difference> HEADER_DIFFERENCES =
      Map.of(
          "accept-encoding",
          new Difference(ABSENT, "gzip", "answers may be compressed"),
          "ms-contract-version",
          new Difference(ABSENT, "v1", "documented as a header of every request"),
          "ms-partnercenter-client",
          new Difference("Partner Center PowerShell", "partner-cart", "names the client: another"),
          "ms-sdkversion",
          new Difference("1.15.6.0", ABSENT, "names the .NET SDK, which is not used"),
          "user-agent",
          new Difference(
              "FxVersion/10.0.1226.42308 OSName/Linux OSVersion/Debian.GNU.Linux.12.bookworm."
                  + " Microsoft.Store.PartnerCenter.Network.PartnerServiceClient/1.15.6.0",
              "partner-cart",
              "names the client, and tells nothing of the machine"),
          "content-length",
          new Difference("344", "257", "follows from the body's differences"));

  /** Every member of the body that differs from the recorded one, and why. */
  private static final Map<String, Difference> BODY_DIFFERENCES =
      Map.of(
          "expirationtimestamp",
          new Difference("\"0001-01-01T00:00:00Z\"", ABSENT, "the default of a .NET DateTime"),
          "attributes.objecttype",
          new Difference("\"Cart\"", ABSENT, "set by the .NET SDK; not documented for a request"),
          "lineitems[0].id",
          new Difference("0", ABSENT, "the default of a .NET int; the service assigns it"));

  private record Difference(String recorded, String ours, String reason) {}

  @Test
  void theHelpPagesExampleIsSentAsTheOriginalSentItButForTheListedDifferences() throws Exception {
    JsonObject recorded = Fixtures.json("recorded/help-example-exchange.json");
    JsonObject request = recorded.getAsJsonObject("request");
    RecordedRequest ours = send(recorded.getAsJsonObject("response").get("body").toString());

    assertEquals(request.get("method").getAsString(), ours.getMethod());
    assertEquals(request.get("target").getAsString(), ours.getTarget());
    assertEquals(
        expected(recordedHeaders(request.getAsJsonArray("headers")), HEADER_DIFFERENCES),
        headersOf(ours));
    assertEquals(
        expected(leaves(request.get("body")), BODY_DIFFERENCES),
        leaves(JsonParser.parseString(ours.getBody().utf8())));
  }

  private static RecordedRequest send(String answer) throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(new MockResponse.Builder().code(201).body(answer).build());
      MainRun run = MainRun.of(EXAMPLE, "--endpoint", server.url("/").toString());
      assertEquals(0, run.exitCode(), () -> run.answers().toString());
      return server.takeRequest();
    }
  }

  private static Map<String, String> recordedHeaders(JsonArray headers) {
    Map<String, String> byName = new TreeMap<>();
    for (JsonElement header : headers) {
      put(byName, header.getAsJsonArray().get(0), header.getAsJsonArray().get(1));
    }
    return byName;
  }

  private static Map<String, String> headersOf(RecordedRequest request) {
    Map<String, String> byName = new TreeMap<>();
    request
        .getHeaders()
        .forEach(
            header ->
                put(
                    byName,
                    new JsonPrimitive(header.component1()),
                    new JsonPrimitive(header.component2())));
    return byName;
  }

  private static void put(Map<String, String> byName, JsonElement name, JsonElement value) {
    String key = name.getAsString().toLowerCase(Locale.ROOT);
    String text = value.getAsString();
    byName.put(
        key,
        switch (key) {
          case "host" -> text.replaceFirst("^.*:\\d+$", "(the endpoint)");
          case "authorization" -> text.replaceFirst("^Bearer .+$", "Bearer (a token)");
          case "ms-requestid", "ms-correlationid" ->
              text.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")
                  ? NEW_EVERY_CALL
                  : text;
          default -> text;
        });
  }

  /** The leaves of a tree by their paths; names without regard to case. */
  private static Map<String, String> leaves(JsonElement tree) {
    Map<String, String> byPath = new TreeMap<>();
    collect("", tree, byPath);
    return byPath;
  }

  private static void collect(String path, JsonElement element, Map<String, String> byPath) {
    if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        String name = member.getKey().toLowerCase(Locale.ROOT);
        collect(path.isEmpty() ? name : path + "." + name, member.getValue(), byPath);
      }
    } else if (element instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        collect(path + "[" + i + "]", array.get(i), byPath);
      }
    } else {
      byPath.put(path, element.toString());
    }
  }

  private static Map<String, String> expected(
      Map<String, String> recorded, Map<String, Difference> differences) {
    Map<String, String> expected = new TreeMap<>(recorded);
    differences.forEach(
        (name, difference) -> {
          assertEquals(
              difference.recorded(), recorded.getOrDefault(name, ABSENT), "recorded " + name);
          if (difference.ours().equals(ABSENT)) {
            expected.remove(name);
          } else {
            expected.put(name, difference.ours());
          }
        });
    return expected;
  }
}
