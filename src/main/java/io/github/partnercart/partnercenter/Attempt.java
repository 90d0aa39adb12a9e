package io.github.partnercart.partnercenter;

/** How one attempt to get a request answered ended. */
sealed interface Attempt {
  /** The service answered, well or not. */
  record Answered(HttpAnswer answer) implements Attempt {}

  /** There was no answer. */
  record Lost(LostAnswerException failure) implements Attempt {}

  /**
   * It was not made, as the command's time is over or would be.
   *
   * @param reason why it was held back, as the end of a sentence; empty if it was not
   */
  record NotMade(String reason) implements Attempt {}

  /** Whether the same request may fare better in a while. */
  default boolean mayBeRetried() {
    return this instanceof Lost || (this instanceof Answered a && a.answer().isTransient());
  }
}
