package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a command may take, from when it starts. Runs on the monotonic clock, so that a change
 * of the time of day neither ends nor extends it.
 */
public final class Deadline {
  private final Duration whole;
  private final LongSupplier nanoTime;
  private final long startNanos;

  /**
   * Starts the clock.
   *
   * @param whole how long the command may take, retries and waits included
   */
  public Deadline(Duration whole) {
    this(whole, System::nanoTime);
  }

  /**
   * Starts a clock of its own.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Deadline(Duration whole, LongSupplier nanoTime) {
    this.whole = whole;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
  }

  Duration whole() {
    return whole;
  }

  /** Whether this command started before another one. */
  boolean startedBefore(Deadline other) {
    return startNanos - other.startNanos < 0;
  }

  /** What the time is measured by; only differences count. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** What is left of the time; zero when it is over. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, startNanos + whole.toNanos() - nanoTime()));
  }
}
