package io.github.partnercart.partnercenter;

import java.time.Duration;

/** How one attempt to get a request answered ended. */
sealed interface Attempt {
  /** The service answered, well or not. */
  record Answered(HttpAnswer answer) implements Attempt {}

  /** There was no answer. */
  record Lost(LostAnswerException failure) implements Attempt {}

  /**
   * It was not made, as the command's time is over or would be.
   *
   * @param retryAfter how long the service's throttling would have held it back
   */
  record NotMade(Duration retryAfter) implements Attempt {}

  /** Whether the same request may fare better in a while. */
  default boolean mayBeRetried() {
    return this instanceof Lost || (this instanceof Answered a && a.answer().isTransient());
  }
}
