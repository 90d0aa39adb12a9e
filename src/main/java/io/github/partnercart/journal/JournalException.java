package io.github.partnercart.journal;

/** A file can't be used as the journal of this input; the message says what to do. */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
