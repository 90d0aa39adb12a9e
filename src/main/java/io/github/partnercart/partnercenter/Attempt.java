package io.github.partnercart.partnercenter;

import java.time.Duration;

/** How one attempt to get a request answered ended. */
sealed interface Attempt {
  /** Whether the same request may fare better in a while. */
  boolean mayBeRepeated();

  /** Whether the service may have done what was asked. */
  boolean leavesOutcomeOpen();

  /** The service answered, well or not. */
  record Answered(HttpAnswer answer) implements Attempt {
    @Override
    public boolean mayBeRepeated() {
      return answer.isTransient();
    }

    @Override
    public boolean leavesOutcomeOpen() {
      return answer.leavesOutcomeOpen();
    }
  }

  /** There was no answer. */
  record Lost(LostAnswerException failure) implements Attempt {
    @Override
    public boolean mayBeRepeated() {
      return true;
    }

    @Override
    public boolean leavesOutcomeOpen() {
      return failure.sent();
    }
  }

  /**
   * It was not made, as the call's time is over or would be.
   *
   * @param retryAfter how long the service's throttling would have held it back
   */
  record NotMade(Duration retryAfter) implements Attempt {
    @Override
    public boolean mayBeRepeated() {
      return false;
    }

    @Override
    public boolean leavesOutcomeOpen() {
      return false;
    }
  }
}
