package io.github.partnercart.partnercenter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An HTTP response.
 *
 * @param content its body decoded: no content coding, no byte order mark
 */
record HttpAnswer(int status, HttpHeaders headers, AnswerBody.Content content) {
  /** Longer than any call may take; a delay that is longer still is this one. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(365);

  /** So many digits are more than the longest delay, and can be read at once. */
  private static final int MOST_DIGITS = 18;

  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  byte[] body() {
    return content.bytes();
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Whether it is a refusal, although its status is that of a success. */
  boolean isRefusal() {
    return isSuccess() && Fault.isWholly(body());
  }

  /** Whether the service took no more than it had, and only puts the request off. */
  boolean isThrottled() {
    return status == 429;
  }

  /** Whether the same request may be answered otherwise in a while. */
  boolean isTransient() {
    return TRANSIENT.contains(status);
  }

  /** Whether a request that only reads was rejected. */
  boolean isRejection() {
    return status >= 300 && status < 500 && status != 408;
  }

  /**
   * The {@code Retry-After} header, in seconds or as an HTTP date; a date counts from the answer's
   * own {@code Date}, so that a wrong clock here does no harm.
   */
  Optional<Duration> retryAfter() {
    return headers.firstValue("Retry-After").map(String::strip).flatMap(this::delay);
  }

  private Optional<Duration> delay(String retryAfter) {
    if (retryAfter.matches("\\d{" + MOST_DIGITS + ",}.*")) {
      return Optional.of(LONGEST_DELAY);
    }
    if (retryAfter.matches("\\d+(\\.\\d{0," + MOST_DIGITS + "})?")) {
      BigDecimal seconds = new BigDecimal(retryAfter).setScale(0, RoundingMode.CEILING);
      return Optional.of(
          Duration.ofSeconds(
              seconds.min(BigDecimal.valueOf(LONGEST_DELAY.toSeconds())).longValue()));
    }
    Instant now =
        headers.firstValue("Date").flatMap(HttpDate::parse).orElseGet(Clock.systemUTC()::instant);
    return HttpDate.parse(retryAfter).map(then -> withinBounds(Duration.between(now, then)));
  }

  private static Duration withinBounds(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }
}
