package io.github.partnercart.partnercenter;

import java.io.IOException;

/** An exchange that ended without an answer. */
final class LostAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean sent;

  /**
   * @param sent whether the request may have reached the service
   */
  LostAnswerException(String message, boolean sent, IOException cause) {
    super(message, cause);
    this.sent = sent;
  }

  boolean sent() {
    return sent;
  }
}
