package io.github.partnercart.partnercenter;

import java.time.Duration;

/**
 * Keeps the number of requests in flight to what the service bears: a 429 halves it and makes every
 * request wait for its Retry-After; answered requests raise it again, step by step.
 */
final class Throttle {
  private final int most;
  private double limit;
  private int inFlight;
  private long resumeNanos = System.nanoTime();

  Throttle(int most) {
    this.most = most;
    this.limit = most;
  }

  /**
   * Waits until one more request may be sent.
   *
   * @return whether it may be sent before the call's time is over
   */
  synchronized boolean enter(Call call) throws InterruptedException {
    while (true) {
      long pause = resumeNanos - System.nanoTime();
      Duration remaining = call.remaining();
      if (pause <= 0 && inFlight < Math.max(1, (int) limit)) {
        inFlight++;
        return true;
      }
      if (remaining.isZero() || pause > remaining.toNanos()) {
        return false;
      }
      long nanos = pause > 0 ? pause : remaining.toNanos();
      wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }
  }

  synchronized void leave() {
    inFlight--;
    notifyAll();
  }

  /** A request was answered without being throttled. */
  synchronized void answered() {
    // One more for each full round of requests that went well.
    limit = Math.min(most, limit + 1 / limit);
  }

  /** A request was throttled: nobody sends before {@code retryAfter} is over. */
  synchronized void throttled(Duration retryAfter) {
    limit = Math.max(1, limit / 2);
    long resume = System.nanoTime() + retryAfter.toNanos();
    if (resume - resumeNanos > 0) {
      resumeNanos = resume;
    }
  }
}
