package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.GET;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.keyed;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.Jwt;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.NoSignIn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends a command before the service does, and what is said of what was exchanged. */
@Timeout(60)
class ExecutionTest {
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private TestRun run;

  @BeforeEach
  void start() {
    run = server.run(signedIn("token"));
  }

  @Test
  void withoutASignInNothingIsSent() throws Exception {
    run = server.run(new NoSignIn("not signed in"));

    assertError("NotSignedIn", "NotSent", ExitCode.SIGN_IN, run.answer(SUBMIT));
    assertError("NotSignedIn", "NotSent", ExitCode.SIGN_IN, run.answer(GET));
    assertEquals(
        "NotSignedIn",
        run.error("{\"Command\":\"Get-PartnerContext\"}").get("ErrorId").getAsString());
    assertEquals(0, server.requests());
  }

  @Test
  void afterALineThatMayHaveBeenASignInNobodyIsSignedIn() throws Exception {
    run.execution().endSignIn();

    assertEquals(Sessions.LAST_ONE_FAILED, run.error(GET).get("Message").getAsString());
    assertEquals(0, server.requests());
  }

  @Test
  void anUnknownSessionIsNotSent() throws Exception {
    String session = "\"Session\":\"none\"";

    assertError(
        "SessionNotFound",
        "NotSent",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with(session, SUBMIT)));
    assertError(
        "SessionNotFound",
        "NotSent",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with(session, "{\"Command\":\"Get-PartnerContext\"}")));
  }

  @Test
  void aCommandThatIsStoppedIsNotSent() throws Exception {
    InFlight context = run.read("{\"Command\":\"Get-PartnerContext\"}");
    InFlight submit = run.read(SUBMIT);
    context.stop().stop();
    submit.stop().stop();

    assertError("OperationStopped", "NotSent", ExitCode.RUN_AGAIN, run.execute(context));
    assertError("OperationStopped", "NotSent", ExitCode.RUN_AGAIN, run.execute(submit));
    assertEquals(0, server.requests());
  }

  @Test
  void whenPartnerCartItselfFailsOnlyAPurchaseMayBeDone() throws Exception {
    run =
        server.run(
            new AccessTokenSource() {
              @Override
              public String accessToken(Duration atMost) {
                throw new IllegalStateException("broken");
              }

              @Override
              public boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
                return false;
              }
            });

    assertError(
        "InternalError",
        "Unknown",
        ExitCode.RUN_AGAIN,
        run.answer(keyed(Commands.newCart(item(1)))));
    assertError(
        "InternalError",
        "NotSent",
        ExitCode.RUN_AGAIN,
        run.answer("{\"Command\":\"Get-PartnerContext\"}"));
  }

  @Test
  void onlyAVerboseCommandSaysWhatWasExchanged() throws Exception {
    server.answers(200, cart(1));
    server.answers(200, cart(1));

    assertNull(run.answer(GET).exchanges());
    List<String> exchanges =
        Optional.ofNullable(run.answer(Commands.with("\"Verbose\":true", GET)).exchanges())
            .orElseThrow();
    assertEquals(1, exchanges.size());
    assertTrue(exchanges.get(0).startsWith("GET /v1/customers/"), exchanges::toString);
  }

  @Test
  void aTokenForAnotherServiceIsNotSent() throws Exception {
    run = server.run(signedIn(Jwt.of("{\"aud\":\"https://graph.microsoft.com\"}")));

    Answer answer = run.answer(SUBMIT);

    assertError("NotSignedIn", "NotSent", ExitCode.SIGN_IN, answer);
    assertEquals(
        "Sign in for https://api.partnercenter.microsoft.com. Then repeat the command: nothing was"
            + " sent.",
        TestRun.errorOf(answer).get("RecommendedAction").getAsString());
    assertEquals(0, server.requests());
  }

  @Test
  void aUsersTokenWithoutMfaIsWarnedOfOnce() throws Exception {
    run = server.run(signedIn(Jwt.of("{\"aud\":\"a\",\"scp\":\"s\",\"tid\":\"t\",\"oid\":\"o\"}")));
    server.answers(201, cart(1));
    server.answers(201, cart(1));

    assertTrue(String.valueOf(run.answer(Commands.newCart(item(1))).warning()).contains("900421"));
    assertNull(run.answer(Commands.newCart(item(1))).warning());
  }

  @ParameterizedTest
  @CsvSource({"900421, SIGN_IN", "900420, SIGN_IN", "800001, RUN_AGAIN"})
  void whereNoTokenOfItsKindCanSucceedASignInIsMissing(String code, ExitCode exitCode)
      throws Exception {
    server.answers(401, "{\"code\":\"" + code + "\",\"description\":\"no\"}");

    assertError("ServiceError", "Rejected", exitCode, run.answer(Commands.newCart(item(1))));
  }

  @Test
  void theContextSaysWhatTheTokenSays() throws Exception {
    run =
        server.run(
            signedIn(
                Jwt.of(
                    "{\"aud\":\"a\",\"appid\":\"i\",\"scp\":\"s\",\"amr\":[\"mfa\"],\"exp\":4000000000}")));

    JsonObject context = run.result("{\"Command\":\"Get-PartnerContext\"}");

    assertEquals("a", context.get("Audience").getAsString());
    assertEquals("i", context.get("ApplicationId").getAsString());
    assertEquals("2096-10-02T07:06:40Z", context.get("ExpiresOn").getAsString());
    assertTrue(context.get("Mfa").getAsBoolean());
  }

  @Test
  void aCartUnlikeTheOrderHasAWarningAndItsDifferences() throws Exception {
    server.answers(201, "{\"id\":\"c1\",\"lineItems\":[{\"catalogItemId\":\"x\",\"quantity\":9}]}");

    Answer answer = run.answer(Commands.newCart(item(1)));

    assertEquals(ExitCode.DONE, answer.exitCode());
    assertTrue(String.valueOf(answer.warning()).startsWith("The cart is not what was ordered: "));
    assertEquals(2, Objects.requireNonNull(answer.differences()).size());
  }

  @Test
  void aCartAsOrderedHasNeitherWarningNorDifferences() throws Exception {
    Command command = run.read(Commands.newCart(item(1))).command();
    String body = ((Cmdlet.Creation) command.cmdlet()).body().toString();
    server.answers(201, "{\"id\":\"c1\"," + body.substring(1));

    Answer answer = run.answer(Commands.newCart(item(1)));

    assertNull(answer.warning());
    assertNull(answer.differences());
  }

  @Test
  void theContextSaysWhatTheServiceSaysOfMfaIfItIsAsked() throws Exception {
    server.answers(200, "{}");

    JsonObject context =
        run.result("{\"Command\":\"Get-PartnerContext\",\"Parameters\":{\"ValidateMfa\":true}}");

    assertTrue(context.get("MfaCompliant").isJsonNull());
    assertEquals(1, server.requests());
  }
}
