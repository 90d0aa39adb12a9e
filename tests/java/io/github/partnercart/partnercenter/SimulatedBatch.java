package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A batch without end, in one process or in several, against a service that takes so many requests
 * a second, in simulated time. The service needs 300 ms ± 200 ms for a request; a 429 comes after
 * 30 ms and asks for a second.
 */
final class SimulatedBatch {
  /** Far over what the longest batch needs. */
  private static final int MOST_EVENTS = 1_000_000;

  private record Event(double time, long order, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparingLong(Event::order));

  /** One of the processes, which knows of the others by the service's answers alone. */
  private final class Sender {
    /** When each request that waits began to. */
    private final PriorityQueue<double[]> waiting =
        new PriorityQueue<>(Comparator.comparingDouble((double[] request) -> request[0]));

    private final Pace pace;
    private double wakeAt = Double.POSITIVE_INFINITY;
    private int answered;

    private Sender(double ceiling, int inFlight) {
      this.pace = new Pace(ceiling, RetrySettings.DEFAULT, 0);
      for (int i = 0; i < inFlight; i++) {
        waitAnew();
      }
    }

    private void waitAnew() {
      waiting.add(new double[] {order++, now});
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
  }

  private final Random random = new Random(1);
  private final double burst;
  private final List<Sender> senders = new ArrayList<>();
  private double perSecond;
  private double tokens;
  private double tokensAt;
  private double now;
  private long order;
  private int throttled;

  SimulatedBatch(double perSecond, double burst, int inFlight, double ceiling) {
    this(perSecond, burst, inFlight, ceiling, 1);
  }

  /**
   * In several processes.
   *
   * @param inFlight of each process, at most
   */
  SimulatedBatch(double perSecond, double burst, int inFlight, double ceiling, int processes) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    for (int i = 0; i < processes; i++) {
      senders.add(new Sender(ceiling, inFlight));
    }
  }

  /** Goes on until so many seconds after the start. */
  void run(double end) {
    senders.forEach(Sender::send);
    while (events.peek().time() <= end) {
      Event event = events.remove();
      now = event.time();
      event.action().run();
      // By turns, so that none is always the first.
      Collections.rotate(senders, 1);
      senders.forEach(Sender::send);
    }
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
    senders.forEach(sender -> sender.answered = 0);
    throttled = 0;
  }

  int answered() {
    return senders.stream().mapToInt(sender -> sender.answered).sum();
  }

  /** How many requests of the process that got the fewest were answered. */
  int fewestAnswered() {
    return senders.stream().mapToInt(sender -> sender.answered).min().orElse(0);
  }

  double throttledShare() {
    return throttled == 0 ? 0 : (double) throttled / (answered() + throttled);
  }

  @Override
  public String toString() {
    return "%s answered, %d throttled in %.1f s"
        .formatted(senders.stream().map(sender -> sender.answered).toList(), throttled, now);
  }
}
