package io.github.partnercart.partnercenter;

/** Reads an answer of success. */
@FunctionalInterface
interface AnswerReading<T> {
  /**
   * Reads it.
   *
   * @throws UnreadableAnswerException if it is not what was asked for
   */
  T read(HttpAnswer answer) throws UnreadableAnswerException;

  /** An answer of success is not what was asked for; the message says what it is. */
  final class UnreadableAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableAnswerException(String message) {
      super(message);
    }

    UnreadableAnswerException(String message, Throwable cause) {
      super(message, cause);
    }

    /** What was wrong, without what was expected. */
    String reason() {
      return String.valueOf((getCause() == null ? this : getCause()).getMessage());
    }
  }
}
