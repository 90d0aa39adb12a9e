package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * How fast requests may follow each other, learnt from the service's answers. Not safe for use by
 * many threads at once.
 *
 * <p>Until the service throttles, only the number of requests in flight is limited, and that limit
 * grows with every answer. From the first 429 on there is a rate. It falls to what the service took
 * when it throttles, and grows again while it does not: slowly at first, then faster and faster, as
 * the window of TCP CUBIC (RFC 9438) does, so that a limit is approached with care and a limit that
 * was raised is found soon.
 *
 * <p>All times are those of {@link System#nanoTime}.
 */
final class Pace {
  /** That a request was sent. */
  record Sent(long nanos, double rate, int round) {}

  private static final double SECOND = 1e9;

  /** A service that bears one request may bear more: as many are in flight before an answer. */
  private static final double FIRST_WINDOW = 4;

  /** How long the search for the first limit takes to double the rate, in seconds. */
  private static final double DOUBLING = 0.7;

  /** What the service took is measured by so many requests. */
  private static final int SAMPLE = 20;

  /** The least that one 429 leaves of the rate: it may have been bad luck. */
  private static final double LEAST_LEFT = 0.8;

  /** How far below what the service took the growth starts. */
  private static final double DIP = 0.01;

  /** After so many requests, at first and at most, the rate is again what the service took. */
  private static final double FIRST_CYCLE = 8;

  private static final double LONGEST_CYCLE = 60;

  /** And not before so many seconds. */
  private static final double SHORTEST_CYCLE_SECONDS = 3;

  /** A wait that is longer is cut: one wrong answer must not stop a long run. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  /** One request at a time is no load, and the end of an outage is to be seen soon. */
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final double ceiling;
  private final RetrySettings retry;

  /** A second. */
  private final double leastRate;

  private final Deque<Sent> sent = new ArrayDeque<>();
  private int inFlight;
  private double window = FIRST_WINDOW;

  /** A second; infinite until the service throttles. */
  private double rate = Double.POSITIVE_INFINITY;

  /** Whether no more is known than that the rate is too high somewhere. */
  private boolean isSearching = true;

  /** What the service took when it last throttled. */
  private double taken;

  private double cycle = FIRST_CYCLE;

  /** How far the growth is, in cycles. */
  private double growth;

  private int answeredSinceCut;

  /** Requests of an earlier round were sent before the last one that counted, and say no more. */
  private int round;

  /** How many rounds were throttled, or failed, since a request was taken. */
  private int roundsInARow;

  /** Whether one request at a time finds out if the service takes any. */
  private boolean isProbing;

  private long next;
  private long resume;

  /**
   * Starts without a learnt limit.
   *
   * @param retry how long to wait where the service does not say it
   * @param ceiling the most requests a second, infinite for no such limit
   */
  Pace(double ceiling, RetrySettings retry, long now) {
    this.ceiling = ceiling;
    this.retry = retry;
    this.leastRate = SECOND / retry.longestGap().toNanos();
    this.next = now;
    this.resume = now;
  }

  /** Whether no request may be sent before one of those in flight is over. */
  boolean isFull() {
    int most = isProbing ? 1 : Double.isInfinite(rate) ? (int) window : Integer.MAX_VALUE;
    return inFlight >= most;
  }

  /** When the next request may be sent at the earliest, but for those in flight. */
  long earliest(long now) {
    return later(now, later(next, resume));
  }

  /** For how long nothing may be sent. */
  Duration pause(long now) {
    return Duration.ofNanos(Math.max(0, resume - now));
  }

  /**
   * A request is sent.
   *
   * @param wasHeld whether it would have been sent earlier but for the pace
   */
  Sent send(long now, boolean wasHeld) {
    double most = Math.min(rate, ceiling);
    if (!Double.isInfinite(most)) {
      next = later(next, now) + (long) (SECOND / most);
    }
    if (wasHeld && !Double.isInfinite(rate)) {
      grow();
    }
    Sent request = new Sent(now, most, round);
    inFlight++;
    sent.addLast(request);
    if (sent.size() > 4 * SAMPLE) {
      sent.removeFirst();
    }
    return request;
  }

  private void grow() {
    if (isSearching) {
      rate *= Math.pow(2, 1 / Math.max(3, DOUBLING * rate));
      return;
    }
    growth += 1 / Math.max(cycle, SHORTEST_CYCLE_SECONDS * rate * cycle / LONGEST_CYCLE);
    rate = Math.max(taken * (1 + DIP * Math.pow(growth - 1, 3)), leastRate);
  }

  /** A request was taken: the service answered it. */
  void taken() {
    roundsInARow = 0;
    isProbing = false;
    answeredSinceCut++;
    window++;
  }

  /** A request was throttled. */
  void throttled(Sent request, Duration retryAfter, long now) {
    sent.remove(request);
    if (isOfThisRound(request)) {
      round++;
      roundsInARow++;
      if (roundsInARow > 1) {
        holdBack(retryAfter, now);
      }
      cut(request, now);
    }
  }

  /** A request failed, and no more than one at a time is to be sent until one is taken. */
  void failed(Sent request, Duration retryAfter, long now) {
    if (isOfThisRound(request)) {
      round++;
      roundsInARow++;
      holdBack(retryAfter, now);
    }
  }

  private boolean isOfThisRound(Sent request) {
    return request.round() == round;
  }

  private void holdBack(Duration retryAfter, long now) {
    isProbing = true;
    window = FIRST_WINDOW;
    Duration own = shorter(retry.delayAfter(Math.max(1, roundsInARow - 1), 1), LONGEST_BACK_OFF);
    Duration asked = shorter(retryAfter, LONGEST_PAUSE);
    resume = later(resume, now + Math.max(own.toNanos(), asked.toNanos()));
  }

  private void cut(Sent request, long now) {
    double service = takenLately(now);
    if (Double.isInfinite(rate)) {
      rate = Math.min(service, ceiling);
    } else {
      if (isSearching) {
        isSearching = false;
      } else if (answeredSinceCut < SAMPLE) {
        cycle = Math.max(FIRST_CYCLE, cycle * 0.7);
      } else {
        cycle = Math.min(LONGEST_CYCLE, cycle * 2);
        // The truth is between what it took and what was too fast.
        service = (service + request.rate()) / 2;
      }
      taken = Math.max(Math.min(service, request.rate()), rate * LEAST_LEFT);
      growth = 0;
      rate = Math.max(taken * (1 - DIP), leastRate);
    }
    next = now + (long) (SECOND / rate);
    answeredSinceCut = 0;
  }

  /** How many requests a second the service took lately; those in flight are as good as taken. */
  private double takenLately(long now) {
    Iterator<Sent> latest = sent.descendingIterator();
    int count = 0;
    long first = now;
    while (count < SAMPLE && latest.hasNext()) {
      first = latest.next().nanos();
      count++;
    }
    double nanos = Math.max((double) (now - first), retry.firstDelay().toNanos() / 2.0);
    return SECOND * Math.max(count, 1) / nanos;
  }

  /** A request is over, answered or not. */
  void over() {
    inFlight--;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Of two times that may have overflowed. */
  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }
}
