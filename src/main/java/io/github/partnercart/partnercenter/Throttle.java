package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Keeps the number of requests in flight to what the service bears: a 429 halves it and makes every
 * request wait for its Retry-After; answered requests raise it again, step by step.
 */
final class Throttle {
  /** What one request in flight must give back. */
  static final class Ticket {
    private final int round;

    private Ticket(int round) {
      this.round = round;
    }
  }

  /**
   * A service that asks for more is tried again then: one wrong answer must not stop a long run.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  private final int most;
  private final LongSupplier nanoTime;
  private double limit;
  private int inFlight;
  private int round;
  private long resumeNanos;

  Throttle(int most) {
    this(most, System::nanoTime);
  }

  /**
   * Keeps its own time.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Throttle(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.limit = most;
    this.resumeNanos = nanoTime.getAsLong();
  }

  /**
   * Waits until one more request may be sent.
   *
   * @return empty if it may not before the command's time is over
   */
  synchronized Optional<Ticket> enter(Deadline deadline) throws InterruptedException {
    while (true) {
      long pause = pause().toNanos();
      long remaining = deadline.remaining().toNanos();
      if (remaining <= 0 || pause > remaining) {
        return Optional.empty();
      }
      if (pause == 0 && inFlight < (int) limit) {
        inFlight++;
        return Optional.of(new Ticket(round));
      }
      long nanos = pause > 0 ? pause : remaining;
      wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }
  }

  /** How long nobody may send. */
  synchronized Duration pause() {
    return Duration.ofNanos(Math.max(0, resumeNanos - nanoTime.getAsLong()));
  }

  /** A request was answered without being throttled. */
  synchronized void answered() {
    // One more for each full round of requests that went well.
    limit = Math.min(most, limit + 1 / limit);
  }

  /** A request was throttled: nobody sends before {@code retryAfter} is over. */
  synchronized void throttled(Ticket ticket, Duration retryAfter) {
    if (ticket.round == round) {
      // Those that were in flight with it are throttled by the same limit: it is halved once.
      round++;
      limit = Math.max(1, limit / 2);
    }
    Duration pause = retryAfter.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : retryAfter;
    long resume = nanoTime.getAsLong() + pause.toNanos();
    if (resume - resumeNanos > 0) {
      resumeNanos = resume;
    }
  }

  /** The request is over. */
  synchronized void leave() {
    inFlight--;
    notifyAll();
  }
}
