package io.github.partnercart.json;

/**
 * A text is not JSON as RFC 8259 defines it, or breaks a limit; the message says what and where.
 */
public final class InvalidJsonException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidJsonException(String message) {
    super(message);
  }
}
