package io.github.partnercart.json;

/**
 * A text is not JSON as RFC 8259 defines it, or breaks a limit; the message says what and where.
 */
public final class InvalidJsonException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean isLimit;

  InvalidJsonException(String message) {
    this(message, false);
  }

  private InvalidJsonException(String message, boolean isLimit) {
    super(message);
    this.isLimit = isLimit;
  }

  /** The text is JSON, but more or other than is taken here. */
  static InvalidJsonException limit(String message) {
    return new InvalidJsonException(message, true);
  }

  /** Whether the text is JSON that breaks a limit of ours. */
  public boolean isLimit() {
    return isLimit;
  }
}
