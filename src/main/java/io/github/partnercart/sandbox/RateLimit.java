package io.github.partnercart.sandbox;

import java.util.function.LongSupplier;

/** A limit of requests a second, with a burst of one second's worth. */
final class RateLimit {
  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private double left;
  private long lastNanos;

  RateLimit(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, perSecond);
    this.nanoTime = nanoTime;
    this.left = burst;
    this.lastNanos = nanoTime.getAsLong();
  }

  /** Returns 0 if a request may pass now, else the whole seconds after which one may. */
  synchronized int secondsToWait() {
    long now = nanoTime.getAsLong();
    left = Math.min(burst, left + (now - lastNanos) / 1e9 * perSecond);
    lastNanos = now;
    if (left >= 1) {
      left--;
      return 0;
    }
    return (int) Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
