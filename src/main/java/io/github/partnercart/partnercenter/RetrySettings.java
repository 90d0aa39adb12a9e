package io.github.partnercart.partnercenter;

import java.time.Duration;

/**
 * How a request is repeated whose answer was lost, or was 408, 429, 500, 502, 503 or 504.
 *
 * @param maxAttempts how often it is sent at most, the first time included
 * @param firstDelay the wait before the second attempt; each further one is four times as long, and
 *     of each between a half and the whole is waited
 */
public record RetrySettings(int maxAttempts, Duration firstDelay) {
  /** Four attempts, as the original's. */
  public static final RetrySettings DEFAULT = new RetrySettings(4, Duration.ofMillis(400));

  static final double GROWTH = 4;
  static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

  public RetrySettings {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("there must be at least one attempt");
    }
  }

  /** The default with another number of attempts. */
  public static RetrySettings withMaxAttempts(int maxAttempts) {
    return new RetrySettings(maxAttempts, DEFAULT.firstDelay());
  }
}
