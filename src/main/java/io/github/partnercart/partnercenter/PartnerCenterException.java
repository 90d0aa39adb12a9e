package io.github.partnercart.partnercenter;

import org.jspecify.annotations.Nullable;

/** A request did not end in a result; the message is the service's own words where it gave some. */
public final class PartnerCenterException extends Exception {
  private static final long serialVersionUID = 2;

  /** How a request failed. */
  public enum Kind {
    /** The service answered with a failure. */
    SERVICE,
    /** There was no connection, or no answer. */
    TRANSPORT,
    /** There was an answer that is not what was asked for. */
    UNREADABLE_ANSWER,
    /** The command was stopped. */
    STOPPED,
    /** It could not be stored in the journal, and so was not sent. */
    NOT_STORED,
    /** partner-cart itself failed. */
    INTERNAL
  }

  private final transient Failure failure;

  PartnerCenterException(Failure failure, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** What is known of the request. */
  public Failure failure() {
    return failure;
  }
}
