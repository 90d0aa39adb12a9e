package io.github.partnercart.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.Commands;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Failures;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
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
        ErrorRecord.of(Failures.answered(Outcome.Rejected, 429, "Retry-After", "57")).toJson(7);

    assertEquals(
        JsonParser.parseString(
            """
            {"Message":"the message","ErrorId":"ServiceError","Category":"CloseError",
             "Exception":"Microsoft.Store.PartnerCenter.Exceptions.PartnerException",
             "TargetObject":null,"Outcome":"Rejected",
             "RecommendedAction":"Repeat the command after 57 s.","Line":7,"StatusCode":429,
             "ServiceCode":"800060","ServiceDescription":"In use.",
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
    "CANCELED, OperationStopped, OperationStopped,"
        + " System.Management.Automation.PipelineStoppedException",
    "NOT_LOGGED, JournalError, WriteError, System.IO.IOException"
  })
  void eachKindHasItsNames(Kind kind, String errorId, String category, String exception) {
    JsonObject error = ErrorRecord.of(Failures.of(kind, Outcome.NotSent, "POST")).toJson(1);

    assertEquals(errorId, error.get("ErrorId").getAsString());
    assertEquals(category, error.get("Category").getAsString());
    assertEquals(exception, error.get("Exception").getAsString());
    assertFalse(
        error.has("StatusCode") || error.has("ServiceCode") || error.has("RetryAfterSeconds"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, Unknown, It may have been done. Repeat the command with",
    "PUT, Unknown, It may have been done. Look at the cart",
    "POST, NotSent, Nothing was changed: repeat the command"
  })
  void whatToDoFollowsFromTheOutcome(String method, Outcome outcome, String action) {
    JsonObject error = ErrorRecord.of(Failures.of(Kind.TRANSPORT, outcome, method)).toJson(1);

    assertEquals(outcome.name(), error.get("Outcome").getAsString());
    assertStartsWith(action, error);
  }

  @Test
  void anUnknownPurchaseIsToBeRepeatedUnderItsOwnRequestId() {
    assertStartsWith(
        REPEAT, ErrorRecord.of(Failures.of(Kind.TRANSPORT, Outcome.Unknown, "POST")).toJson(1));
  }

  @Test
  void afterARefusalWithoutADelayThereIsNothingToDo() {
    assertFalse(
        ErrorRecord.of(Failures.answered(Outcome.Rejected, 400))
            .toJson(1)
            .has("RecommendedAction"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, Rejected, true",
    "403, Rejected, true",
    "404, Rejected, true",
    "409, Rejected, true",
    "401, Rejected, false",
    "408, Rejected, false",
    "429, Rejected, false",
    "400, Unknown, false",
    "500, Unknown, false"
  })
  void onlyARefusalThatWillStayIsTheLastWord(int status, Outcome outcome, boolean isLastWord) {
    assertEquals(isLastWord, ErrorRecord.of(Failures.answered(outcome, status)).isLastWord());
  }

  @ParameterizedTest
  @CsvSource({"NotSent", "Rejected", "Unknown"})
  void aFailureWithoutAnAnswerIsNoLastWord(Outcome outcome) {
    assertFalse(ErrorRecord.of(Failures.of(Kind.TRANSPORT, outcome, "POST")).isLastWord());
    assertFalse(ErrorRecord.stopped().isLastWord());
  }

  @Test
  void theProcessesOwnFailureMayHaveLeftAPurchaseDone() {
    Call call = new Call(Failures.REQUEST_ID, UUID.randomUUID(), Duration.ofSeconds(1));

    JsonObject error = ErrorRecord.internal(new IllegalStateException("broken"), call).toJson(3);

    assertEquals("InternalError", error.get("ErrorId").getAsString());
    assertEquals("Unknown", error.get("Outcome").getAsString());
    assertEquals("java.lang.IllegalStateException", error.get("Exception").getAsString());
    assertStartsWith(REPEAT, error);
  }

  @Test
  void whatWasStoppedBeforeItWasSentIsNotSent() {
    JsonObject error = ErrorRecord.stopped().toJson(3);

    assertEquals("OperationStopped", error.get("ErrorId").getAsString());
    assertEquals("NotSent", error.get("Outcome").getAsString());
  }

  @ParameterizedTest
  @CsvSource({
    "NotSent, true, Unknown, An earlier run may have done it.",
    "NotSent, false, NotSent, Nothing was changed",
    "Unknown, true, Unknown, It may have been done. Repeat"
  })
  void whatAnEarlierProcessMayHaveSentIsNeverToldAsNotSent(
      Outcome outcome, boolean isEarlier, String told, String action) throws Exception {
    Command command =
        CommandParserTest.ofPartnerCenter()
            .parse(CommandParserTest.line(Commands.newCart(Commands.lineItem(""))))
            .with(isEarlier ? new Earlier() : JournalLine.UNKNOWN);
    PartnerCenterException failure = Failures.of(Kind.CANCELED, outcome, "POST");

    JsonObject error = ErrorRecord.of(failure).toJson(command);

    assertEquals(told, error.get("Outcome").getAsString());
    assertEquals(5, error.get("Line").getAsInt());
    assertStartsWith(action, error);
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

    assertEquals(true, error.isSignIn());
    assertEquals(
        JsonParser.parseString(
            """
            {"Message":"no","ErrorId":"NotSignedIn","Category":"AuthenticationError",
             "Exception":"System.Management.Automation.PSInvalidOperationException",
             "TargetObject":null,"Outcome":"NotSent",
             "RecommendedAction":"Repeat the command after 30 s: nothing was sent.","Line":1,
             "StatusCode":400,"ServiceCode":"AADSTS50173","ServiceDescription":"It was revoked.",
             "OAuthError":"invalid_grant","CorrelationId":"c","TraceId":"t",
             "Timestamp":"2026-11-23T05:31:48Z","RetryAfterSeconds":30}"""),
        error.toJson(1));
  }

  @Test
  void aRefusedSignInSaysWhatToDoBeforeItIsRepeated() {
    Refusal silent = new Refusal(null, null, null, null, null, null, null, null);

    JsonObject advised =
        ErrorRecord.of(new SignInException("no", "Renew the secret.", silent)).toJson(1);
    JsonObject bare = ErrorRecord.of(new SignInException("no")).toJson(1);

    assertEquals(
        "Renew the secret. Then repeat the command: nothing was sent.",
        advised.get("RecommendedAction").getAsString());
    assertFalse(advised.has("StatusCode") || advised.has("RetryAfterSeconds"));
    assertEquals(
        "Sign in, then repeat the command: nothing was sent.",
        bare.get("RecommendedAction").getAsString());
  }

  @Test
  void onlyAMissingSignInIsOne() {
    assertFalse(ErrorRecord.stopped().isSignIn());
    assertFalse(ErrorRecord.notACommand("x").isSignIn());
    assertEquals("CommandNotFoundException", ErrorRecord.commandNotFound("x").errorId());
  }

  private static void assertStartsWith(String action, JsonObject error) {
    String told = error.get("RecommendedAction").getAsString();
    assertEquals(action, told.substring(0, Math.min(action.length(), told.length())));
  }

  /** A line that an earlier process was about to send. */
  private static final class Earlier implements JournalLine {
    @Override
    public Optional<Answer> answer() {
      return Optional.empty();
    }

    @Override
    public void keep(Answer answer) throws IOException {}

    @Override
    public Optional<Entry> earlier() {
      return Optional.of(new Entry(Failures.REQUEST_ID, null));
    }

    @Override
    public void keep(Entry entry) throws IOException {}
  }
}
