package io.github.partnercart.journal;

/** A file can't be used as the journal; the message says what to do. */
public final class JournalException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean isInUse;

  JournalException(String message) {
    super(message);
    this.isInUse = false;
  }

  private JournalException(String message, boolean isInUse) {
    super(message);
    this.isInUse = isInUse;
  }

  /** Another process has the journal. */
  static JournalException inUse(String message) {
    return new JournalException(message, true);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
    this.isInUse = false;
  }

  /** Whether another process has the journal, so that it may be free in a while. */
  public boolean isInUse() {
    return isInUse;
  }
}
