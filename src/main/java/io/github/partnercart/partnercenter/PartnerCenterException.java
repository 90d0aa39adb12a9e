package io.github.partnercart.partnercenter;

import com.google.gson.JsonArray;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call that did not end in a result: what the service said, and what that means for the purchase.
 */
public final class PartnerCenterException extends Exception {
  private static final long serialVersionUID = 1;

  /** How a call failed. */
  public enum Kind {
    /** The service answered with a failure. */
    SERVICE,
    /** There was no connection, or no answer. */
    TRANSPORT,
    /** There was an answer that is not what was asked for. */
    UNREADABLE_ANSWER,
    /** The call was canceled. */
    CANCELED,
    /** It could not be kept in the log, and so was not sent. */
    NOT_LOGGED
  }

  private final Kind kind;
  private final Outcome outcome;
  private final UUID requestId;
  private final UUID correlationId;
  private final boolean isKnownByRequestId;
  private final int attempts;
  private final @Nullable Integer statusCode;
  private final transient @Nullable Fault fault;
  private final @Nullable Duration retryAfter;

  PartnerCenterException(
      Kind kind,
      Outcome outcome,
      String message,
      Call call,
      PartnerRequest request,
      int attempts,
      @Nullable HttpAnswer answer,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.outcome = outcome;
    this.requestId = call.requestId();
    this.correlationId = call.correlationId();
    this.isKnownByRequestId = request.method().equals("POST");
    this.attempts = attempts;
    this.statusCode = answer == null ? null : answer.status();
    this.fault = answer == null || answer.isSuccess() ? null : Fault.of(answer.body());
    this.retryAfter = answer == null ? null : answer.retryAfter().orElse(null);
  }

  public Kind kind() {
    return kind;
  }

  public Outcome outcome() {
    return outcome;
  }

  /** The MS-RequestId of the purchase or change. */
  public UUID requestId() {
    return requestId;
  }

  /**
   * Whether repeating the command with its request id can't do the thing twice. It can't for what
   * is sent the same each time; an update is made of the cart as it is then.
   */
  public boolean isKnownByRequestId() {
    return isKnownByRequestId;
  }

  public UUID correlationId() {
    return correlationId;
  }

  /** How many requests were sent, or tried to be. */
  public int attempts() {
    return attempts;
  }

  /** The last answer's HTTP status. */
  public Optional<Integer> statusCode() {
    return Optional.ofNullable(statusCode);
  }

  /** The service's own code of the fault, such as 800060. */
  public Optional<String> serviceCode() {
    return Optional.ofNullable(fault).map(Fault::code);
  }

  public Optional<String> serviceDescription() {
    return Optional.ofNullable(fault).map(Fault::description);
  }

  /** The service's reasons, empty where it gave none. */
  public JsonArray errorData() {
    return fault == null ? new JsonArray() : fault.data();
  }

  /** How long the service asked to wait before the next request. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
