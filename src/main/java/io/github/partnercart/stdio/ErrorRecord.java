package io.github.partnercart.stdio;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.ParameterBindingException;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.AccessTokenExpiredException;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is answered, with the names of PowerShell's ErrorRecord.
 *
 * @param errorId tells kinds of failures apart
 * @param category the name of a PowerShell ErrorCategory
 * @param exception the full name of the exception that the original, or PowerShell, throws for it
 * @param recommendedAction what to do next; null where the message says it
 * @param failure what is known of a call that was to reach the service; null for all else
 * @param refusal what the identity service said to a sign-in that failed; null for all else
 */
record ErrorRecord(
    String message,
    String errorId,
    String category,
    String exception,
    @Nullable String recommendedAction,
    @Nullable PartnerCenterException failure,
    @Nullable Refusal refusal) {
  private static final String LOOK_FIRST =
      "It may have been done. Look at the cart with Get-PartnerCustomerCart before you repeat the"
          + " command.";

  private static final String BY_ITS_JOURNAL =
      "An earlier run may have done it. Run the same input with the same journal again.";

  /** Refusals that a later attempt may not meet: without a sign-in, too late, too many. */
  private static final Set<Integer> PASSING = Set.of(401, 408, 429);

  ErrorRecord(
      String message,
      String errorId,
      String category,
      String exception,
      @Nullable String recommendedAction,
      @Nullable PartnerCenterException failure) {
    this(message, errorId, category, exception, recommendedAction, failure, null);
  }

  /** The line is not a JSON object that a command can be read from. */
  static ErrorRecord notACommand(String message) {
    return new ErrorRecord(
        message, "InvalidCommandLine", "ParserError", "System.FormatException", null, null);
  }

  static ErrorRecord commandNotFound(String message) {
    return new ErrorRecord(
        message,
        "CommandNotFoundException",
        "ObjectNotFound",
        "System.Management.Automation.CommandNotFoundException",
        null,
        null);
  }

  static ErrorRecord of(ParameterBindingException e) {
    return new ErrorRecord(
        String.valueOf(e.getMessage()),
        e.fault().name(),
        e.fault().category(),
        e.fault().exceptionType(),
        null,
        null);
  }

  static ErrorRecord of(SignInException e) {
    return new ErrorRecord(
        String.valueOf(e.getMessage()),
        e instanceof AccessTokenExpiredException ? "AccessTokenExpired" : "NotSignedIn",
        "AuthenticationError",
        "System.Management.Automation.PSInvalidOperationException",
        recommendedAction(e),
        null,
        e.refusal().orElse(null));
  }

  static ErrorRecord of(PartnerCenterException e) {
    return new ErrorRecord(
        String.valueOf(e.getMessage()),
        switch (e.kind()) {
          case SERVICE -> "ServiceError";
          case TRANSPORT -> "NoAnswer";
          case UNREADABLE_ANSWER -> "UnreadableAnswer";
          case CANCELED -> "OperationStopped";
          case NOT_LOGGED -> "JournalError";
        },
        switch (e.kind()) {
          case SERVICE, UNREADABLE_ANSWER, TRANSPORT -> "CloseError";
          case CANCELED -> "OperationStopped";
          case NOT_LOGGED -> "WriteError";
        },
        switch (e.kind()) {
          case SERVICE, UNREADABLE_ANSWER ->
              "Microsoft.Store.PartnerCenter.Exceptions.PartnerException";
          case TRANSPORT -> "System.Net.Http.HttpRequestException";
          case CANCELED -> "System.Management.Automation.PipelineStoppedException";
          case NOT_LOGGED -> "System.IO.IOException";
        },
        recommendedAction(e),
        e);
  }

  /** The command was stopped before anything of it was sent. */
  static ErrorRecord stopped() {
    return new ErrorRecord(
        "The command was stopped.",
        "OperationStopped",
        "OperationStopped",
        "System.Management.Automation.PipelineStoppedException",
        "Nothing was sent: repeat the command if it is still wanted.",
        null);
  }

  /** The process itself failed at a command whose request may have gone out. */
  static ErrorRecord internal(Throwable e, Call call) {
    return new ErrorRecord(
        "partner-cart failed: " + e,
        "InternalError",
        "NotSpecified",
        e.getClass().getName(),
        repeatWith(call.requestId()),
        null);
  }

  private static String recommendedAction(SignInException e) {
    @Nullable Duration delay = e.refusal().map(Refusal::retryAfter).orElse(null);
    return delay == null
        ? e.advice().map(advice -> advice + " Then").orElse("Sign in, then")
            + " repeat the command: nothing was sent."
        : "Repeat the command after " + delay.toSeconds() + " s: nothing was sent.";
  }

  private static @Nullable String recommendedAction(PartnerCenterException e) {
    return switch (e.outcome()) {
      case NotSent -> "Nothing was changed: repeat the command when the cause is gone.";
      case Unknown -> e.isKnownByRequestId() ? repeatWith(e.requestId()) : LOOK_FIRST;
      case Rejected ->
          e.retryAfter()
              .map(delay -> "Repeat the command after " + delay.toSeconds() + " s.")
              .orElse(null);
    };
  }

  private static String repeatWith(UUID requestId) {
    return ("It may have been done. Repeat the command with \"RequestId\":\"%s\": the service then"
            + " answers what was done instead of doing it twice. Without that id, look at the"
            + " customer's carts and orders first.")
        .formatted(requestId);
  }

  /** Whether the failure is that there is no access token to send. */
  boolean isSignIn() {
    return errorId.equals("NotSignedIn") || errorId.equals("AccessTokenExpired");
  }

  /**
   * Whether there is no more to be told of the command: the service said no to it, rather than to
   * whoever asked, or to that many.
   */
  boolean isLastWord() {
    return failure != null
        && failure.outcome() == Outcome.Rejected
        && failure.statusCode().filter(status -> !PASSING.contains(status)).isPresent();
  }

  /** The error as JSON, for a command that an earlier process may have sent, too. */
  JsonObject toJson(Command command) {
    JsonObject json = toJson(command.line());
    if (command.call().mayHaveBeenSent() && outcome() == Outcome.NotSent) {
      json.addProperty("Outcome", Outcome.Unknown.name());
      json.addProperty("RecommendedAction", BY_ITS_JOURNAL);
    }
    return json;
  }

  /**
   * The error as JSON.
   *
   * @param line the number of the line that it answers
   */
  JsonObject toJson(long line) {
    JsonObject json = new JsonObject();
    json.addProperty("Message", message);
    json.addProperty("ErrorId", errorId);
    json.addProperty("Category", category);
    json.addProperty("Exception", exception);
    json.add("TargetObject", null);
    json.addProperty("Outcome", outcome().name());
    if (recommendedAction != null) {
      json.addProperty("RecommendedAction", recommendedAction);
    }
    json.addProperty("Line", line);
    if (failure != null) {
      failure.statusCode().ifPresent(status -> json.addProperty("StatusCode", status));
      failure.serviceCode().ifPresent(code -> json.addProperty("ServiceCode", code));
      failure
          .serviceDescription()
          .ifPresent(description -> json.addProperty("ServiceDescription", description));
      if (!failure.errorData().isEmpty()) {
        json.add("ErrorData", failure.errorData());
      }
      json.addProperty("RequestId", failure.requestId().toString());
      json.addProperty("CorrelationId", failure.correlationId().toString());
      json.addProperty("Attempts", failure.attempts());
      failure
          .retryAfter()
          .ifPresent(delay -> json.addProperty("RetryAfterSeconds", delay.toSeconds()));
    }
    if (refusal != null) {
      addTo(json, refusal);
    }
    return json;
  }

  private static void addTo(JsonObject json, Refusal refusal) {
    addKnown(json, "StatusCode", refusal.statusCode());
    addKnown(json, "ServiceCode", refusal.code());
    addKnown(json, "ServiceDescription", refusal.description());
    addKnown(json, "OAuthError", refusal.error());
    addKnown(json, "CorrelationId", refusal.correlationId());
    addKnown(json, "TraceId", refusal.traceId());
    addKnown(json, "Timestamp", refusal.timestamp());
    @Nullable Duration delay = refusal.retryAfter();
    addKnown(json, "RetryAfterSeconds", delay == null ? null : delay.toSeconds());
  }

  private static void addKnown(JsonObject json, String name, @Nullable Object value) {
    if (value instanceof Number number) {
      json.addProperty(name, number);
    } else if (value != null) {
      json.addProperty(name, value.toString());
    }
  }

  private Outcome outcome() {
    if (failure != null) {
      return failure.outcome();
    }
    return errorId.equals("InternalError") ? Outcome.Unknown : Outcome.NotSent;
  }
}
