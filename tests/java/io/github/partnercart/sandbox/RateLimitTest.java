package io.github.partnercart.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong(-5);

  @Test
  void aSecondsWorthPassesAtOnceAndTheNextHasToWait() {
    var throttle = new RateLimit(2, nanos::get);

    assertEquals(0, throttle.secondsToWait());
    assertEquals(0, throttle.secondsToWait());
    assertEquals(1, throttle.secondsToWait());
  }

  @Test
  void afterTheSecondsToWaitARequestPasses() {
    var throttle = new RateLimit(0.1, nanos::get);

    assertEquals(0, throttle.secondsToWait());
    assertEquals(10, throttle.secondsToWait());
    nanos.addAndGet(10_000_000_001L);
    assertEquals(0, throttle.secondsToWait());
  }

  @Test
  void anIdleHourSavesUpNoMoreThanASecondsWorth() {
    var throttle = new RateLimit(1, nanos::get);

    nanos.addAndGet(3_600_000_000_000L);

    assertEquals(0, throttle.secondsToWait());
    assertEquals(1, throttle.secondsToWait());
  }
}
