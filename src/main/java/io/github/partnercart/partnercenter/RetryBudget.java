package io.github.partnercart.partnercenter;

/**
 * How many failed requests may still be sent again at once: while the service is down, the retries
 * of all commands would only add to its load. Not safe for use by many threads at once.
 */
final class RetryBudget {
  private static final double WHOLE = 20;

  /** What one answer gives back: as many as one failure of five may be retried for ever. */
  private static final double REFUND = 0.2;

  private double left = WHOLE;

  /** The service failed, or did not answer. */
  void spend() {
    left = Math.max(0, left - 1);
  }

  /** The service answered. */
  void refund() {
    left = Math.min(WHOLE, left + REFUND);
  }

  /** Whether no failed request may be sent again before the service has answered one. */
  boolean isSpent() {
    return left < 1;
  }
}
