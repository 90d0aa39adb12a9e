package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are made to get out of their place in a request, through the whole program. */
class HostileValuesTest {
  private static final String CART = "{\"id\":\"c1\",\"lineItems\":[]}";

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../../../admin",
        "..\\..\\admin",
        "a/b",
        "/",
        "//evil.example/",
        "a?x=y",
        "a#fragment",
        "a;b=c",
        "%2e%2e%2fadmin",
        "%00",
        "a\u0000b",
        "a b",
        "a\r\nX-Evil: 1\r\n\r\nGET /admin HTTP/1.1",
        "a\nX-Evil: 1",
        "@evil.example",
        "\u202e\uD83D\uDE00ä",
        "\u2025",
        "\uFF0F\uFF0E"
      })
  void anIdIsOneSegmentOfThePathWhateverStandsInIt(String id) throws Exception {
    String cart = "{\"id\":" + new JsonPrimitive(id) + ",\"lineItems\":[]}";
    server.enqueue(new MockResponse.Builder().code(200).body(cart).build());

    MainRun run = run(getCart(Commands.CUSTOMER, id));

    assertEquals(0, run.exitCode(), () -> run.answers().toString());
    RecordedRequest request = server.takeRequest(30, TimeUnit.SECONDS);
    String[] segments = request.getTarget().split("/", -1);
    assertEquals(6, segments.length, request.getTarget());
    assertEquals("v1/customers/" + Commands.CUSTOMER + "/carts", middle(segments));
    assertTrue(segments[5].matches("(?!\\.{1,2}$)([\\w.*-]|%[0-9A-F]{2})+"), segments[5]);
    assertEquals(id, URLDecoder.decode(segments[5], StandardCharsets.UTF_8));
    assertNull(request.getHeaders().get("X-Evil"));
    assertEquals(1, server.getRequestCount());

    assertEquals(4, run(getCart(id, "c1")).exitCode(), "a CustomerId is a GUID or refused");
    assertEquals(1, server.getRequestCount());
  }

  private static String middle(String[] segments) {
    return String.join("/", Arrays.copyOfRange(segments, 1, 5));
  }

  private static String getCart(String customerId, String cartId) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("CustomerId", customerId);
    parameters.addProperty("CartId", cartId);
    JsonObject command = new JsonObject();
    command.addProperty("Command", "Get-PartnerCustomerCart");
    command.add("Parameters", parameters);
    return command.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestId", "CorrelationId"})
  void anIdThatBecomesAHeaderIsAGuidOrRefused(String member) throws Exception {
    String guid = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    for (String value :
        new String[] {
          guid + "\r\nX-Evil: 1", guid + "\n", "\r\n" + guid, guid + " ", guid + "\0"
        }) {
      MainRun run =
          run(
              Commands.with(
                  "\"" + member + "\":" + new JsonPrimitive(value), Commands.getCart("c1")));

      JsonObject error =
          JsonParser.parseString(run.answers().get(0)).getAsJsonObject().getAsJsonObject("Error");
      assertTrue(error.get("Message").getAsString().contains("must be a GUID"), error::toString);
      assertEquals("NotSent", error.get("Outcome").getAsString());
    }
    assertEquals(0, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US\r\nX-Evil: 1", "en-US\nen", "en US", "en:US"})
  void aLocaleIsALanguageTagOrRefused(String locale) throws Exception {
    MainRun run =
        MainRun.of(
            Commands.getCart("c1"), "--endpoint", server.url("/").toString(), "--locale", locale);

    assertEquals(2, run.exitCode());
    assertEquals(0, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(strings = {"token\r\nX-Evil: 1", "to\nken", "to ken", "tok\u00e4n", "to\0ken"})
  void aTokenThatIsNoneIsNotSent(String token) throws Exception {
    MainRun run =
        MainRun.of(
            Commands.getCart("c1"),
            Map.of("PARTNER_CENTER_ACCESS_TOKEN", token),
            "--endpoint",
            server.url("/").toString());

    assertEquals(3, run.exitCode());
    assertTrue(run.answers().stream().noneMatch(a -> a.contains(token)));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aSmallAnswerThatUnpacksToMuchIsNotUnpackedToItsEnd() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] mebibyte = new byte[1024 * 1024];
    Arrays.fill(mebibyte, (byte) ' ');
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      for (int i = 0; i < 64; i++) {
        gzip.write(mebibyte);
      }
    }
    server.enqueue(
        new MockResponse.Builder()
            .code(200)
            .setHeader("Content-Encoding", "gzip")
            .body(new Buffer().write(packed.toByteArray()))
            .build());

    MainRun run = run(Commands.getCart("c1"));

    assertTrue(run.answers().get(0).contains("is too long to be a cart"), run.answers().get(0));
  }

  @Test
  void aRedirectToAnotherHostGetsNeitherTheTokenNorAnythingElse() throws Exception {
    try (MockWebServer elsewhere = new MockWebServer()) {
      elsewhere.start();
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        server.enqueue(
            new MockResponse.Builder()
                .code(status)
                .setHeader("Location", elsewhere.url("/v1").toString())
                .build());
        MainRun run = run(Commands.newCart(Commands.lineItem("")));
        assertTrue(run.answers().get(0).contains("redirect"), run.answers().get(0));
      }
      assertEquals(0, elsewhere.getRequestCount());
      assertEquals(5, server.getRequestCount());
    }
  }

  private MainRun run(String command) throws Exception {
    return MainRun.of(command, "--endpoint", server.url("/").toString());
  }
}
