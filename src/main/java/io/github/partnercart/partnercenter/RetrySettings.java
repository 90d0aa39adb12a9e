package io.github.partnercart.partnercenter;

import java.time.Duration;

/**
 * How a request is repeated whose answer was lost, or was 408, 500, 502, 503 or 504.
 *
 * @param maxAttempts how often it is sent at most, the first time included, those times apart that
 *     were answered 429
 * @param firstDelay the wait before the second attempt; each further one is four times as long, and
 *     of each between a half and the whole is waited
 */
public record RetrySettings(int maxAttempts, Duration firstDelay) {
  /** Four attempts, as the original's. */
  public static final RetrySettings DEFAULT = new RetrySettings(4, Duration.ofMillis(400));

  private static final double GROWTH = 4;

  /** How many first delays an order takes. */
  private static final double ORDER_DELAYS = 25;

  /** And how many the longest gap. */
  private static final double GAP_DELAYS = 2.5;

  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  public RetrySettings {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("there must be at least one attempt");
    }
  }

  /** The default with another number of attempts. */
  public static RetrySettings withMaxAttempts(int maxAttempts) {
    return new RetrySettings(maxAttempts, DEFAULT.firstDelay());
  }

  /** How long to wait for the end of an order that is in progress: some seconds. */
  Duration delayOfOrder(double jitter) {
    return between(firstDelay.toNanos() * ORDER_DELAYS, jitter);
  }

  /**
   * The longest gap between two requests that a learnt rate asks for: where even that is too fast,
   * the waits after each 429 hold them back.
   */
  Duration longestGap() {
    return Duration.ofNanos((long) Math.ceil(firstDelay.toNanos() * GAP_DELAYS));
  }

  /**
   * How long to wait before the next attempt.
   *
   * @param attempts how many there were
   * @param jitter from 0 to 1, so that those who failed together don't come back together
   */
  Duration delayAfter(int attempts, double jitter) {
    double longest =
        Math.min(
            (double) firstDelay.toNanos() * Math.pow(GROWTH, attempts - 1),
            (double) LONGEST_DELAY.toNanos());
    return between(longest, jitter);
  }

  /** From a half of the longest to the whole. */
  private static Duration between(double longest, double jitter) {
    return Duration.ofNanos((long) (longest * (0.5 + 0.5 * jitter)));
  }
}
