package io.github.partnercart.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.partnercenter.Advice;
import io.github.partnercart.partnercenter.Failure;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.partnercenter.Repeat;
import io.github.partnercart.signin.AccessTokenExpiredException;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is answered, with the names of PowerShell's ErrorRecord.
 *
 * @param name what kind of failure it is
 * @param message what was wrong
 * @param outcome whether the command may have been done
 * @param recommendedAction what to do next; null where the message says it
 * @param exitCode what it makes of the exit code
 * @param details what the services said, as members of the error
 */
public record ErrorRecord(
    Name name,
    String message,
    Outcome outcome,
    @Nullable String recommendedAction,
    ExitCode exitCode,
    JsonObject details) {
  /**
   * What kind of failure it is.
   *
   * @param errorId the FullyQualifiedErrorId's first part
   * @param category the name of a PowerShell ErrorCategory
   * @param exception the full name of an exception
   */
  public record Name(String errorId, String category, String exception) {
    static Name of(ErrorKind kind) {
      return new Name(kind.name(), kind.category(), kind.exception());
    }
  }

  private static final String MAY_BE_DONE =
      "An earlier run may have done it. Run the same input with the same journal again.";

  static ErrorRecord notSent(
      ErrorKind kind, String message, @Nullable String recommendedAction, ExitCode exitCode) {
    return new ErrorRecord(
        Name.of(kind), message, Outcome.NotSent, recommendedAction, exitCode, new JsonObject());
  }

  /** The line is not a JSON object that a command can be read from. */
  public static ErrorRecord notACommand(String message) {
    return notSent(ErrorKind.InvalidCommandLine, message, null, ExitCode.NEEDS_A_PERSON);
  }

  /** The line names a command that there is not. */
  public static ErrorRecord commandNotFound(String message) {
    return notSent(ErrorKind.CommandNotFoundException, message, null, ExitCode.NEEDS_A_PERSON);
  }

  /** The parameters are not those of the command. */
  public static ErrorRecord of(ParameterBindingException e) {
    return new ErrorRecord(
        new Name(e.fault().name(), e.fault().category(), e.fault().exceptionType()),
        String.valueOf(e.getMessage()),
        Outcome.NotSent,
        null,
        ExitCode.NEEDS_A_PERSON,
        new JsonObject());
  }

  static ErrorRecord of(SignInException e) {
    JsonObject details = new JsonObject();
    e.refusal().ifPresent(refusal -> add(details, refusal));
    return new ErrorRecord(
        Name.of(
            e instanceof AccessTokenExpiredException
                ? ErrorKind.AccessTokenExpired
                : ErrorKind.NotSignedIn),
        String.valueOf(e.getMessage()),
        Outcome.NotSent,
        recommendedAction(e),
        e.mayPass() ? ExitCode.RUN_AGAIN : ExitCode.SIGN_IN,
        details);
  }

  private static String recommendedAction(SignInException e) {
    @Nullable Duration delay = e.refusal().map(Refusal::retryAfter).orElse(null);
    return delay == null
        ? e.advice().map(advice -> advice + " Then").orElse("Sign in, then")
            + " repeat the command: nothing was sent."
        : "Repeat the command after " + delay.toSeconds() + " s: nothing was sent.";
  }

  static ErrorRecord of(PartnerCenterException e) {
    Failure failure = e.failure();
    JsonObject details = new JsonObject();
    add(details, failure);
    ExitCode exitCode = failure.isOfSignIn() ? ExitCode.SIGN_IN : ExitCode.RUN_AGAIN;
    boolean isFinal =
        failure.isFinal() || (failure.outcome() == Outcome.Unknown && failure.isRepeatRejected());
    return new ErrorRecord(
        Name.of(
            switch (failure.kind()) {
              case SERVICE -> ErrorKind.ServiceError;
              case TRANSPORT -> ErrorKind.NoAnswer;
              case UNREADABLE_ANSWER -> ErrorKind.UnreadableAnswer;
              case STOPPED -> ErrorKind.OperationStopped;
              case NOT_STORED -> ErrorKind.JournalError;
              case INTERNAL -> ErrorKind.InternalError;
            }),
        String.valueOf(e.getMessage()),
        failure.outcome(),
        failure.advice().orElse(null),
        isFinal ? ExitCode.NEEDS_A_PERSON : exitCode,
        details);
  }

  /** The command was stopped before anything of it was sent. */
  static ErrorRecord stopped() {
    return notSent(
        ErrorKind.OperationStopped,
        "The command was stopped.",
        "Nothing was sent: repeat the command if it is still wanted.",
        ExitCode.RUN_AGAIN);
  }

  /** partner-cart itself failed before it sent anything. */
  public static ErrorRecord internal(Throwable e) {
    return notSent(
        ErrorKind.InternalError,
        "partner-cart failed: " + e,
        "Nothing was sent: repeat the command when the cause is gone.",
        ExitCode.RUN_AGAIN);
  }

  /** The same of a command that an earlier run may have done. */
  ErrorRecord maybeDone() {
    return new ErrorRecord(
        name,
        message,
        Outcome.Unknown,
        outcome == Outcome.Unknown ? recommendedAction : MAY_BE_DONE,
        exitCode,
        details);
  }

  /**
   * The same of a command that may have been done, and how that one can be repeated.
   *
   * @param hasJournal whether a journal knows it
   */
  ErrorRecord maybeDone(Command command, boolean hasJournal) {
    @Nullable UUID given = command.envelope().request().given();
    Repeat repeat = command.repeat(hasJournal);
    JsonObject same = details.deepCopy();
    if (given != null) {
      // Not that of a read: who repeats the command is to do it under the one that it had.
      same.addProperty("RequestId", given.toString());
    }
    return new ErrorRecord(
        name, message, Outcome.Unknown, Advice.unknown(repeat, given), exitCode, same);
  }

  /** The same of a checkout of which some orders were placed before. */
  ErrorRecord partial() {
    return new ErrorRecord(name, message, Outcome.Partial, recommendedAction, exitCode, details);
  }

  ErrorRecord with(ExitCode other) {
    return new ErrorRecord(name, message, outcome, recommendedAction, other, details);
  }

  /** The error as JSON, without the number of the line. */
  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("Message", message);
    json.addProperty("ErrorId", name.errorId());
    json.addProperty("Category", name.category());
    json.addProperty("Exception", name.exception());
    json.add("TargetObject", JsonNull.INSTANCE);
    json.addProperty("Outcome", outcome.name());
    if (recommendedAction != null) {
      json.addProperty("RecommendedAction", recommendedAction);
    }
    // Its place; the number comes with the answer.
    json.addProperty("Line", 0);
    details.entrySet().forEach(entry -> json.add(entry.getKey(), entry.getValue()));
    return json;
  }

  private static void add(JsonObject json, Failure failure) {
    add(json, "StatusCode", failure.statusCode());
    add(json, "ServiceCode", failure.serviceCode());
    add(json, "ServiceDescription", failure.serviceDescription());
    if (!failure.errorData().isEmpty()) {
      json.add("ErrorData", failure.errorData());
    }
    json.addProperty("RequestId", failure.requestId().toString());
    json.addProperty("CorrelationId", failure.correlationId().toString());
    json.addProperty("Attempts", failure.attempts());
    add(json, "RetryAfterSeconds", failure.retryAfter().map(Duration::toSeconds));
  }

  private static void add(JsonObject json, Refusal refusal) {
    add(json, "StatusCode", Optional.ofNullable(refusal.statusCode()));
    add(json, "ServiceCode", Optional.ofNullable(refusal.code()));
    add(json, "ServiceDescription", Optional.ofNullable(refusal.description()));
    add(json, "OAuthError", Optional.ofNullable(refusal.error()));
    add(json, "CorrelationId", Optional.ofNullable(refusal.correlationId()));
    add(json, "TraceId", Optional.ofNullable(refusal.traceId()));
    add(json, "Timestamp", Optional.ofNullable(refusal.timestamp()));
    add(
        json,
        "RetryAfterSeconds",
        Optional.ofNullable(refusal.retryAfter()).map(Duration::toSeconds));
  }

  private static void add(JsonObject json, String name, Optional<?> value) {
    value.ifPresent(
        known -> {
          JsonElement element =
              known instanceof Number number
                  ? new JsonPrimitive(number)
                  : new JsonPrimitive(known.toString());
          json.add(name, element);
        });
  }
}
