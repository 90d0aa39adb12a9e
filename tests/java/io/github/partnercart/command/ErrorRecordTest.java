package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.partnercenter.Failures;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.partnercenter.Repeat;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of each failure, and what to do after it. */
class ErrorRecordTest {
  private static final String REPEAT =
      "It may have been done. Repeat the command with \"RequestId\":\""
          + Failures.REQUEST_ID
          + "\"";

  @Test
  void aRefusalTellsAllThatIsKnownOfIt() {
    JsonObject error =
        ErrorRecord.of(Failures.answered(Outcome.Rejected, 429, "Retry-After", "57")).toJson();

    assertEquals(
        JsonParser.parseString(
            """
            {"Message":"the message","ErrorId":"ServiceError","Category":"CloseError",
             "Exception":"Microsoft.Store.PartnerCenter.Exceptions.PartnerException",
             "TargetObject":null,"Outcome":"Rejected",
             "RecommendedAction":"Repeat the command after 57 s.","Line":0,"StatusCode":429,
             "ServiceCode":"800099","ServiceDescription":"Not eligible.",
             "RequestId":"%s","CorrelationId":"%s","Attempts":3,"RetryAfterSeconds":57}"""
                .formatted(Failures.REQUEST_ID, Failures.CORRELATION_ID)),
        error);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVICE, ServiceError, CloseError,"
        + " Microsoft.Store.PartnerCenter.Exceptions.PartnerException",
    "TRANSPORT, NoAnswer, CloseError, System.Net.Http.HttpRequestException",
    "UNREADABLE_ANSWER, UnreadableAnswer, CloseError,"
        + " Microsoft.Store.PartnerCenter.Exceptions.PartnerException",
    "STOPPED, OperationStopped, OperationStopped,"
        + " System.Management.Automation.PipelineStoppedException",
    "NOT_STORED, JournalError, WriteError, System.IO.IOException"
  })
  void eachKindHasItsNames(Kind kind, String errorId, String category, String exception) {
    JsonObject error =
        ErrorRecord.of(Failures.of(kind, Outcome.NotSent, Repeat.WITH_REQUEST_ID)).toJson();

    assertEquals(errorId, error.get("ErrorId").getAsString());
    assertEquals(category, error.get("Category").getAsString());
    assertEquals(exception, error.get("Exception").getAsString());
    assertFalse(
        error.has("StatusCode") || error.has("ServiceCode") || error.has("RetryAfterSeconds"));
  }

  @ParameterizedTest
  @CsvSource({
    "WITH_REQUEST_ID, Unknown, It may have been done. Repeat the command with",
    "LOOK_FIRST, Unknown, It may have been done. Look at the cart",
    "WITH_REQUEST_ID, NotSent, Nothing was changed: repeat the command"
  })
  void whatToDoFollowsFromTheOutcome(Repeat repeat, Outcome outcome, String action) {
    JsonObject error = ErrorRecord.of(Failures.of(Kind.TRANSPORT, outcome, repeat)).toJson();

    assertEquals(outcome.name(), error.get("Outcome").getAsString());
    assertStartsWith(action, error);
  }

  @Test
  void anUnknownPurchaseIsToBeRepeatedUnderItsOwnRequestId() {
    assertStartsWith(
        REPEAT,
        ErrorRecord.of(Failures.of(Kind.TRANSPORT, Outcome.Unknown, Repeat.WITH_REQUEST_ID))
            .toJson());
  }

  @Test
  void afterARefusalWithoutADelayThereIsNothingToDo() {
    assertFalse(
        ErrorRecord.of(Failures.answered(Outcome.Rejected, 400)).toJson().has("RecommendedAction"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, Rejected, NEEDS_A_PERSON",
    "404, Rejected, NEEDS_A_PERSON",
    "409, Rejected, RUN_AGAIN",
    "401, Rejected, RUN_AGAIN",
    "429, Rejected, RUN_AGAIN",
    "400, Unknown, RUN_AGAIN",
    "500, Unknown, RUN_AGAIN"
  })
  void onlyARejectionForGoodNeedsAPerson(int status, Outcome outcome, ExitCode exitCode) {
    assertEquals(exitCode, ErrorRecord.of(Failures.answered(outcome, status)).exitCode());
  }

  @Test
  void aFailureOfPartnerCartItselfBeforeItSentAnythingIsNotSent() {
    JsonObject error = ErrorRecord.internal(new IllegalStateException("broken")).toJson();

    assertEquals("InternalError", error.get("ErrorId").getAsString());
    assertEquals("NotSent", error.get("Outcome").getAsString());
    assertStartsWith("Nothing was sent", error);
  }

  @Test
  void whatWasStoppedBeforeItWasSentIsNotSent() {
    JsonObject error = ErrorRecord.stopped().toJson();

    assertEquals("OperationStopped", error.get("ErrorId").getAsString());
    assertEquals("NotSent", error.get("Outcome").getAsString());
  }

  @ParameterizedTest
  @CsvSource({
    "NotSent, An earlier run may have done it.",
    "Unknown, It may have been done. Repeat"
  })
  void whatAnEarlierRunMayHaveSentIsNeverToldAsNotSent(Outcome outcome, String action) {
    PartnerCenterException failure = Failures.of(Kind.STOPPED, outcome, Repeat.WITH_REQUEST_ID);

    JsonObject error = ErrorRecord.of(failure).maybeDone().toJson();

    assertEquals("Unknown", error.get("Outcome").getAsString());
    assertStartsWith(action, error);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"X\":1}', NamedParameterNotFound, InvalidArgument,"
        + " System.Management.Automation.ParameterBindingException",
    "'{\"CartId\":null,\"CustomerId\":\"\"}', ParameterArgumentValidationError, InvalidData,"
        + " System.Management.Automation.ParameterBindingValidationException"
  })
  void aWrongParameterHasPowerShellsNames(
      String parameters, String errorId, String category, String exception) {
    ParameterBindingException fault =
        assertThrows(
            ParameterBindingException.class,
            () ->
                GetPartnerCustomerCart.TYPE.bind(
                    JsonParser.parseString(parameters).getAsJsonObject()));

    ErrorRecord error = ErrorRecord.of(fault);

    assertEquals(new ErrorRecord.Name(errorId, category, exception), error.name());
    assertEquals(Outcome.NotSent, error.outcome());
    assertEquals(ExitCode.NEEDS_A_PERSON, error.exitCode());
    assertEquals(fault.getMessage(), error.message());
  }

  @Test
  void aLineThatIsNoCommandNeedsAPerson() {
    ErrorRecord unknown = ErrorRecord.commandNotFound("There is no Buy-Cart.");
    ErrorRecord unreadable = ErrorRecord.notACommand("It is no JSON.");

    assertEquals("CommandNotFoundException", unknown.name().errorId());
    assertEquals("There is no Buy-Cart.", unknown.message());
    assertEquals(ExitCode.NEEDS_A_PERSON, unknown.exitCode());
    assertEquals("InvalidCommandLine", unreadable.name().errorId());
    assertEquals("It is no JSON.", unreadable.message());
    assertEquals(ExitCode.NEEDS_A_PERSON, unreadable.exitCode());
  }

  @Test
  void anErrorCanCountAnotherExitCode() {
    ErrorRecord error = ErrorRecord.stopped().with(ExitCode.SIGN_IN);

    assertEquals(ExitCode.SIGN_IN, error.exitCode());
    assertEquals(ErrorRecord.stopped().toJson(), error.toJson());
  }

  @Test
  void aRefusedSignInTellsWhatTheIdentityServiceSaid() {
    Refusal refusal =
        new Refusal(
            400,
            "invalid_grant",
            "AADSTS50173",
            "It was revoked.",
            "c",
            "t",
            Instant.parse("2026-11-23T05:31:48Z"),
            Duration.ofSeconds(30));

    ErrorRecord error = ErrorRecord.of(new SignInException("no", null, refusal));

    assertEquals(ExitCode.SIGN_IN, error.exitCode());
    assertEquals(
        JsonParser.parseString(
            """
            {"Message":"no","ErrorId":"NotSignedIn","Category":"AuthenticationError",
             "Exception":"System.Management.Automation.PSInvalidOperationException",
             "TargetObject":null,"Outcome":"NotSent",
             "RecommendedAction":"Repeat the command after 30 s: nothing was sent.","Line":0,
             "StatusCode":400,"ServiceCode":"AADSTS50173","ServiceDescription":"It was revoked.",
             "OAuthError":"invalid_grant","CorrelationId":"c","TraceId":"t",
             "Timestamp":"2026-11-23T05:31:48Z","RetryAfterSeconds":30}"""),
        error.toJson());
  }

  @Test
  void aRefusedSignInSaysWhatToDoBeforeItIsRepeated() {
    Refusal silent = new Refusal(null, null, null, null, null, null, null, null);

    JsonObject advised =
        ErrorRecord.of(new SignInException("no", "Renew the secret.", silent)).toJson();
    JsonObject bare = ErrorRecord.of(new SignInException("no")).toJson();

    assertEquals(
        "Renew the secret. Then repeat the command: nothing was sent.",
        advised.get("RecommendedAction").getAsString());
    assertFalse(advised.has("StatusCode") || advised.has("RetryAfterSeconds"));
    assertEquals(
        "Sign in, then repeat the command: nothing was sent.",
        bare.get("RecommendedAction").getAsString());
  }

  @ParameterizedTest
  @CsvSource({"500, RUN_AGAIN", "429, RUN_AGAIN", "400, SIGN_IN"})
  void anOutageOfTheIdentityServicePasses(int status, ExitCode exitCode) {
    Refusal refusal = new Refusal(status, null, null, null, null, null, null, null);

    assertEquals(exitCode, ErrorRecord.of(new SignInException("no", null, refusal)).exitCode());
  }

  private static void assertStartsWith(String action, JsonObject error) {
    String told = error.get("RecommendedAction").getAsString();
    assertEquals(action, told.substring(0, Math.min(action.length(), told.length())));
  }
}
