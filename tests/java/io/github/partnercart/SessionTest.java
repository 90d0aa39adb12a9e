package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that sign in and out, that stop others, and options that contradict each other. */
class SessionTest {
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

  @Test
  void commandsAreSentAsThePartnerWhoWasSignedInWhenTheyWereRead() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.enqueue(
          new MockResponse.Builder().headersDelay(50, TimeUnit.MILLISECONDS).body(CART).build());
    }

    run(
        connect("first"),
        Commands.getCart("c1"),
        Commands.getCart("c1"),
        connect("second"),
        Commands.getCart("c1"));

    assertEquals("Bearer first", server.takeRequest().getHeaders().get("Authorization"));
    assertEquals("Bearer first", server.takeRequest().getHeaders().get("Authorization"));
    assertEquals("Bearer second", server.takeRequest().getHeaders().get("Authorization"));
  }

  @Test
  void afterDisconnectNothingIsSent() throws Exception {
    MainRun run =
        run(
            connect("first"),
            "{\"Command\":\"Disconnect-PartnerCenter\"}",
            Commands.getCart("c1"),
            "{\"Command\":\"Get-PartnerContext\"}");

    assertEquals(3, run.exitCode());
    assertEquals(0, server.getRequestCount());
    assertEquals("NotSent", error(run, 2).get("Outcome").getAsString());
    assertEquals("NotSignedIn", error(run, 3).get("ErrorId").getAsString());
  }

  @Test
  void anExpiredTokenHasAnErrorIdOfItsOwn() throws Exception {
    String claims =
        Base64.getUrlEncoder()
            .encodeToString("{\"exp\":1700000000}".getBytes(StandardCharsets.UTF_8));
    MainRun run = run(connect("eyJhbGciOiJub25lIn0." + claims + ".x"));

    assertEquals(3, run.exitCode());
    assertEquals("AccessTokenExpired", error(run, 0).get("ErrorId").getAsString());
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(run.answers().get(0)));
  }

  @Test
  void aVerboseAnswerTellsOfEveryExchangeBesideTheResult() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    server.enqueue(new MockResponse.Builder().code(201).body(CART).build());

    MainRun run =
        run(
            connect("secret"),
            Commands.with("\"Id\":1,\"Verbose\":true", Commands.newCart(Commands.lineItem(""))),
            Commands.with(
                "\"Id\":2,\"Verbose\":true", Commands.newCartWhatIf(Commands.lineItem(""))));

    JsonObject whatIf = answer(run, 2);
    assertEquals(new JsonArray(), whatIf.get("Verbose"));
    JsonObject answer = answer(run, 1);
    assertEquals("c1", answer.getAsJsonObject("Result").get("CartId").getAsString());
    List<String> exchanges =
        answer.getAsJsonArray("Verbose").asList().stream().map(JsonElement::getAsString).toList();
    String request =
        "POST /v1/customers/"
            + Commands.CUSTOMER
            + "/carts \\(MS-RequestId .{36}, MS-CorrelationId .{36}\\) ";
    assertEquals(3, exchanges.size(), exchanges::toString);
    assertTrue(exchanges.get(0).matches(request + "was answered 503 after \\d+ ms"));
    assertTrue(exchanges.get(1).matches(request + "was not answered after \\d+ ms: .+"));
    assertTrue(exchanges.get(2).matches(request + "was answered 201 after \\d+ ms"));
    assertFalse(run.answers().toString().contains("secret"));
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(answer.toString()));
  }

  @Test
  void aVerboseErrorTellsOfItsExchangesToo() throws Exception {
    server.enqueue(new MockResponse.Builder().code(404).body("{}").build());

    JsonObject answer =
        answer(
            run(connect("t"), Commands.with("\"Id\":1,\"Verbose\":true", Commands.getCart("c1"))),
            1);

    assertTrue(answer.has("Error"));
    assertTrue(answer.getAsJsonArray("Verbose").get(0).getAsString().contains("was answered 404"));
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(answer.toString()));
  }

  /** The answer to the command with that Id. */
  private static JsonObject answer(MainRun run, int id) {
    return run.answers().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(answer -> answer.has("Id") && answer.get("Id").getAsInt() == id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTokenThatCantBeOneLeavesNobodySignedIn() throws Exception {
    MainRun run = run(connect("first"), connect("sec ret"), Commands.getCart("c1"));

    assertFalse(run.answers().get(1).contains("ret\""), run.answers().get(1));
    assertEquals(
        "Run Connect-PartnerCenter to login: the last one failed.",
        error(run, 2).get("Message").getAsString());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void aStoppedCommandIsNotRepeatedAndSaysThatItMayHaveBeenDone() throws Exception {
    for (int i = 0; i < 4; i++) {
      server.enqueue(
          new MockResponse.Builder().headersDelay(300, TimeUnit.MILLISECONDS).code(503).build());
    }

    MainRun run =
        run(
            Commands.with("\"Id\":1", Commands.newCart(Commands.lineItem(""))),
            "{\"Id\":2,\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":1}}",
            "{\"Id\":3,\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":\"1\"}}");

    assertTrue(
        run.answers().contains("{\"Id\":2,\"Result\":{\"WasInFlight\":true}}"),
        () -> run.answers().toString());
    assertTrue(
        run.answers().contains("{\"Id\":3,\"Result\":{\"WasInFlight\":false}}"),
        () -> run.answers().toString());
    assertTrue(server.getRequestCount() <= 1, "requests: " + server.getRequestCount());
    JsonObject stopped =
        IntStream.range(0, 3)
            .filter(i -> run.answers().get(i).startsWith("{\"Id\":1,"))
            .mapToObj(i -> error(run, i))
            .findFirst()
            .orElseThrow();
    assertEquals(
        server.getRequestCount() == 0 ? "NotSent" : "Unknown",
        stopped.get("Outcome").getAsString());
  }

  @Test
  void anIdThatIsStillInFlightIsRefused() throws Exception {
    server.enqueue(
        new MockResponse.Builder().headersDelay(300, TimeUnit.MILLISECONDS).body(CART).build());
    String get = Commands.with("\"Id\":9007199254740993", Commands.getCart("c1"));
    String other = Commands.with("\"Id\":9007199254740992", Commands.getCart("c1"));
    server.enqueue(new MockResponse.Builder().body(CART).build());

    MainRun run = run(get, get, other);

    assertEquals(2, server.getRequestCount());
    assertTrue(run.answers().get(0).contains("still in flight"), () -> run.answers().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--sandbox --environment AzureCloud",
    "--sandbox --endpoint http://127.0.0.1:1",
    "--fault-rate 0.5",
    "--port 8080",
    "sandbox --command New-PartnerCustomerCart",
    "sandbox --port 99999"
  })
  void optionsThatWouldHaveNoEffectAreRefused(String options) throws Exception {
    assertEquals(2, MainRun.of("", options.split(" ")).exitCode());
  }

  @Test
  void aMisspeltVariableIsRefused() throws Exception {
    assertEquals(2, MainRun.of("", Map.of("PARTNER_CART_SANDBX", "1")).exitCode());
    assertEquals(0, MainRun.of("", Map.of("PARTNER_CART_SANDBX", "1"), "--version").exitCode());
    assertEquals(0, MainRun.of("", Map.of("PARTNER_CART_JAVA_OPTS", "-Xmx64m")).exitCode());
  }

  private MainRun run(String... lines) throws Exception {
    return MainRun.of(
        String.join("\n", lines),
        Map.of("PARTNER_CART_CONCURRENCY", "4"),
        "--endpoint",
        server.url("/").toString());
  }

  private static String connect(String token) {
    return "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\""
        + token
        + "\"}}";
  }

  private static JsonObject error(MainRun run, int answer) {
    List<String> answers = run.answers();
    return JsonParser.parseString(answers.get(answer)).getAsJsonObject().getAsJsonObject("Error");
  }
}
