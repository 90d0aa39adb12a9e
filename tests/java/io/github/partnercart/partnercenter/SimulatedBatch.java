package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A batch without end against a service that takes so many requests a second, in simulated time.
 * The service needs 300 ms ± 200 ms for a request; a 429 comes after 30 ms and asks for a second.
 */
final class SimulatedBatch {
  /** Far over what the longest batch needs. */
  private static final int MOST_EVENTS = 1_000_000;

  private record Event(double time, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparingLong(Event::order));

  /** When each request that waits began to. */
  private final PriorityQueue<double[]> waiting =
      new PriorityQueue<>(Comparator.comparingDouble((double[] request) -> request[0]));

  private final Random random = new Random(1);
  private final double burst;
  private final Pace pace;
  private double perSecond;
  private double tokens;
  private double tokensAt;
  private double now;
  private double wakeAt = Double.POSITIVE_INFINITY;
  private long order;
  private int answered;
  private int throttled;

  SimulatedBatch(double perSecond, double burst, int inFlight, double ceiling) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.pace = new Pace(ceiling, RetrySettings.DEFAULT, 0);
    for (int i = 0; i < inFlight; i++) {
      waitAnew();
    }
  }

  private void waitAnew() {
    waiting.add(new double[] {order++, now});
  }

  /** Goes on until so many seconds after the start. */
  void run(double end) {
    send();
    while (events.peek().time() <= end) {
      Event event = events.remove();
      now = event.time();
      event.action().run();
      send();
    }
  }

  private void send() {
    while (!waiting.isEmpty()) {
      if (pace.isFull()) {
        return;
      }
      long earliest = pace.earliest(nanos(now));
      if (earliest > nanos(now)) {
        wake(earliest / 1e9 + 1e-9);
        return;
      }
      double[] request = waiting.remove();
      Pace.Sent sent = pace.send(nanos(now), now > request[1]);
      if (isTaken()) {
        after(0.1 + 0.4 * random.nextDouble(), this::take);
      } else {
        after(0.03, () -> throttle(sent, request));
      }
    }
  }

  private void wake(double time) {
    if (time < wakeAt) {
      wakeAt = time;
      after(time - now, () -> wakeAt = Double.POSITIVE_INFINITY);
    }
  }

  private void take() {
    answered++;
    pace.taken();
    pace.over();
    waitAnew();
  }

  private void throttle(Pace.Sent sent, double[] request) {
    throttled++;
    pace.throttled(sent, Duration.ofSeconds(1), nanos(now));
    pace.over();
    after(1 + 0.2 * random.nextDouble(), () -> waiting.add(new double[] {request[0], now}));
  }

  private boolean isTaken() {
    tokens = Math.min(burst, tokens + (now - tokensAt) * perSecond);
    tokensAt = now;
    boolean isTaken = tokens >= 1 - 1e-9;
    tokens -= isTaken ? 1 : 0;
    return isTaken;
  }

  private void after(double seconds, Runnable action) {
    if (order > MOST_EVENTS) {
      throw new AssertionError("time stands still");
    }
    events.add(new Event(now + seconds, order++, action));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  void limitTo(double otherPerSecond) {
    perSecond = otherPerSecond;
  }

  void countAnew() {
    answered = 0;
    throttled = 0;
  }

  int answered() {
    return answered;
  }

  double throttledShare() {
    return throttled == 0 ? 0 : (double) throttled / (answered + throttled);
  }

  @Override
  public String toString() {
    return "%d answered, %d throttled in %.1f s".formatted(answered, throttled, now);
  }
}
