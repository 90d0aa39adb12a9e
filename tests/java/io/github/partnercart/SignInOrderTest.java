package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.signin.FakeIdentityService;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-ins that take their time, and the commands that are read meanwhile. */
@Isolated
class SignInOrderTest {
  private static final String CART = "{\"id\":\"c1\",\"lineItems\":[]}";
  private static final String DEVICE = "\"UseDeviceAuthentication\":true";
  private static final String CREDENTIAL =
      "\"ServicePrincipal\":true,\"Tenant\":\"11111111-1111-1111-1111-111111111111\",\"Credential\":{\"UserName\":\"22222222-2222-2222-2222-222222222222\",\"Password\":\"s3cret\"}";

  private final MockWebServer server = new MockWebServer();
  private FakeIdentityService identities;

  @BeforeEach
  void start() throws Exception {
    identities = FakeIdentityService.start();
    server.start();
    for (int i = 0; i < 4; i++) {
      server.enqueue(new MockResponse.Builder().body(CART).build());
    }
  }

  @AfterEach
  void stop() {
    server.close();
    identities.close();
  }

  private MainRun run(String... lines) throws Exception {
    return run(Map.of(), lines);
  }

  private MainRun run(Map<String, String> more, String... lines) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("AZURE_AUTHORITY_HOST", identities.address());
    environment.put("PARTNER_CART_CONCURRENCY", "4");
    environment.put("PARTNER_CART_ENDPOINT", server.url("/").toString());
    return MainRun.of(String.join("\n", lines), environment);
  }

  private static String connect(String parameters) {
    return "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{" + parameters + "}}";
  }

  private static String token(String token) {
    return connect("\"AccessToken\":\"" + token + "\"");
  }

  private static JsonObject error(String answer) {
    return JsonParser.parseString(answer).getAsJsonObject().getAsJsonObject("Error");
  }

  private String sentAs() throws Exception {
    return server.takeRequest(30, TimeUnit.SECONDS).getHeaders().get("Authorization");
  }

  private void answerSlowly() {
    identities.answerNext(
        FakeIdentityService.json(200, identities.token())
            .newBuilder()
            .headersDelay(500, TimeUnit.MILLISECONDS)
            .build());
  }

  @Test
  void commandsAreSentAsWhoeverIsConnectedBeforeThemHoweverLongThatTakes() throws Exception {
    answerSlowly();

    MainRun run =
        run(
            token("first"),
            Commands.getCart("c1"),
            connect(CREDENTIAL),
            Commands.getCart("c1"),
            Commands.getCart("c1"),
            token("last"),
            Commands.getCart("c1"));

    assertEquals(0, run.exitCode(), () -> run.answers().toString());
    assertEquals("Bearer first", sentAs());
    assertEquals("Bearer access-1", sentAs());
    assertEquals("Bearer access-1", sentAs());
    assertEquals("Bearer last", sentAs());
  }

  @Test
  void disconnectWaitsForItsTurn() throws Exception {
    answerSlowly();

    MainRun run =
        run(
            connect(CREDENTIAL),
            Commands.getCart("c1"),
            "{\"Command\":\"Disconnect-PartnerCenter\"}",
            Commands.getCart("c1"));

    assertEquals("Bearer access-1", sentAs());
    assertEquals(1, server.getRequestCount());
    assertEquals("NotSignedIn", error(run.answers().get(3)).get("ErrorId").getAsString());
  }

  @Test
  void stoppedConnectSaysSoAndLeavesNobodySignedIn() throws Exception {
    for (int i = 0; i < 100; i++) {
      identities.answerNext(
          FakeIdentityService.refusal(400, "authorization_pending", "AADSTS70016: Pending."));
    }

    MainRun run =
        run(
            token("first"),
            Commands.with("\"Id\":1", connect(DEVICE)),
            "{\"Id\":2,\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":1}}",
            Commands.getCart("c1"));

    assertTrue(
        run.answers().contains("{\"Id\":2,\"Result\":{\"WasInFlight\":true}}"),
        () -> run.answers().toString());
    JsonObject error =
        error(
            run.answers().stream()
                .filter(answer -> answer.startsWith("{\"Id\":1,"))
                .findFirst()
                .orElseThrow());
    assertEquals("OperationStopped", error.get("ErrorId").getAsString());
    assertEquals("NotSent", error.get("Outcome").getAsString());
    assertEquals(0, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccesToken\":\"second\"}}",
        "{\"Command\":\"connect-partnercenter\",\"Parameters\":{\"Environment\":\"AzureGermanCloud\"}}",
        "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"second\",\"RefreshToken\":\"r\"}}",
        "{\"Command\":\"Connect-PartnerCenter\",\"TimeoutSeconds\":-1,\"Parameters\":{\"AccessToken\":\"second\"}}",
        "{\"Command\":\"Connect-PartnerCenter\",\"Id\":[],\"Parameters\":{\"AccessToken\":\"second\"}}",
        "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"CertificatePath\":\"C:\\certs\\a.pfx\"}}",
        "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"sec",
        "{\"Command\":\"Connect-PartnerCentre\",\"Parameters\":{\"AccessToken\":\"second\"}}",
        "{\"Command\":\"Disconnect-PartnerCenter\",\"Parameters\":{\"Force\":true}}"
      })
  void signInThatIsRefusedAsItIsReadLeavesNobodySignedIn(String line) throws Exception {
    MainRun run = run(token("first"), Commands.getCart("c1"), line, Commands.getCart("c2"));

    assertEquals(4, run.answers().size(), () -> run.answers().toString());
    assertEquals("Bearer first", sentAs());
    assertEquals(1, server.getRequestCount());
    assertEquals("NotSignedIn", error(run.answers().get(3)).get("ErrorId").getAsString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{\"Command\":\"Conect-PartnerCenter\"}",
        "{\"Command\":\"Connect\\u002dPartnerCenter\",\"Parameters\":{\"Tenat\":\"t\"}}",
        "{\"Command\":\"New-PartnerCustomerCart Connect-PartnerCenter\"",
        "{\0\"\0C\0o\0m\0m\0a\0n\0d\0"
      })
  void lineThatMayBeASignInEndsTheSignIn(String line) throws Exception {
    MainRun run = run(token("first"), line, Commands.getCart("c1"));

    assertEquals(3, run.answers().size(), () -> run.answers().toString());
    assertTrue(run.answers().get(2).contains("NotSignedIn"), () -> run.answers().toString());
    assertEquals(3, run.exitCode());
  }

  @Test
  void otherBadLineLeavesWhoIsSignedIn() throws Exception {
    MainRun run =
        run(
            token("first"),
            "{\"Command\":\"New-PartnerCustomerCart\"",
            "{\"Command\":\"Get-PartnerContext\",\"Foo\":\"Connect-PartnerCenter\"}",
            Commands.getCart("c1"));

    assertEquals(4, run.answers().size(), () -> run.answers().toString());
    assertEquals("Bearer first", sentAs());
  }

  @Test
  void signInAfterARefusedOneServes() throws Exception {
    MainRun run =
        run(token("first"), connect("\"Tenat\":\"t\""), token("third"), Commands.getCart("c1"));

    assertEquals(4, run.answers().size(), () -> run.answers().toString());
    assertEquals("Bearer third", sentAs());
  }

  @Test
  void signInTakesNoLongerThanItsCommandMay() throws Exception {
    identities.answerNext(
        new MockResponse.Builder().body("{").headersDelay(45, TimeUnit.SECONDS).build());

    MainRun run =
        run(
            token("first"),
            Commands.with("\"TimeoutSeconds\":0.5", connect(CREDENTIAL)),
            Commands.getCart("c1"));

    JsonObject error = error(run.answers().get(1));
    assertEquals("NotSignedIn", error.get("ErrorId").getAsString());
    assertTrue(error.get("Message").getAsString().contains("time was over"), error.toString());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void commandWaitsForATokenNoLongerThanItMay() throws Exception {
    identities.answerNext(
        new MockResponse.Builder().body("{").headersDelay(45, TimeUnit.SECONDS).build());

    MainRun run =
        run(
            Map.of(
                "PARTNER_CART_SIGN_IN",
                "client-secret",
                "AZURE_CLIENT_SECRET",
                "s3cret",
                "AZURE_CLIENT_ID",
                "c",
                "AZURE_TENANT_ID",
                "t",
                "PARTNER_CART_TIMEOUT",
                "1"),
            Commands.getCart("c1"));

    assertEquals(1, run.exitCode());
    assertTrue(run.answers().get(0).contains("time was over"), run.answers().get(0));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void commandWaitsForAnEarlierConnectNoLongerThanItMay() throws Exception {
    answerSlowly();

    MainRun run =
        run(
            connect(CREDENTIAL),
            Commands.with("\"TimeoutSeconds\":0.01", Commands.getCart("c1")),
            Commands.getCart("c2"));

    assertEquals("NotSignedIn", error(run.answers().get(1)).get("ErrorId").getAsString());
    assertEquals("Bearer access-1", sentAs());
    assertEquals(1, server.getRequestCount());
  }
}
