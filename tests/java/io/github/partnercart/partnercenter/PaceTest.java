package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In simulated time, against a service with a token bucket. */
class PaceTest {
  private static final double NO_CEILING = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "3, 1, 8",
    "3, 3, 8",
    "3, 1, 64",
    "3, 3, 64",
    "5, 1, 8",
    "5, 5, 8",
    "5, 1, 64",
    "5, 5, 64",
    "10, 1, 8",
    "10, 10, 8",
    "10, 1, 64",
    "10, 10, 64",
    "20, 1, 8",
    "20, 20, 8",
    "20, 1, 64",
    "20, 20, 64",
    "50, 1, 64",
    "50, 50, 64",
    "8.333, 1, 8",
    "8.333, 1, 64",
    "8.333, 500, 64"
  })
  void theServicesLimitIsLearntAndKept(double perSecond, double burst, int inFlight) {
    SimulatedBatch batch = new SimulatedBatch(perSecond, burst, inFlight, NO_CEILING);
    batch.run(10);
    batch.countAnew();

    batch.run(120);

    assertTrue(batch.answered() >= 0.95 * perSecond * 110, batch::toString);
    assertTrue(batch.throttledShare() <= 0.03, batch::toString);
  }

  @ParameterizedTest
  @CsvSource({"20, 10, 1", "10, 20, 1", "20, 10, 20", "10, 20, 10"})
  void theLimitIsLearntAnewWhenItChanges(double before, double after, double burst) {
    SimulatedBatch batch = new SimulatedBatch(before, burst, 64, NO_CEILING);
    batch.run(60);
    batch.countAnew();

    batch.limitTo(after);
    batch.run(180);

    assertTrue(batch.answered() >= 0.85 * after * 120, batch::toString);
    assertTrue(batch.throttledShare() <= 0.03, batch::toString);
  }

  @ParameterizedTest
  @CsvSource({
    // The slower the service, the longer they take to come near each other.
    "10, 10, 2, 0.4",
    "20, 20, 2, 0.5",
    "20, 20, 4, 0.5",
    "50, 50, 4, 0.5",
    "8.333, 500, 2, 0.5"
  })
  void processesShareTheLimit(double perSecond, double burst, int processes, double least) {
    SimulatedBatch batch = new SimulatedBatch(perSecond, burst, 16, NO_CEILING, processes);
    batch.run(60);
    batch.countAnew();

    batch.run(360);

    assertTrue(batch.answered() >= 0.9 * perSecond * 300, batch::toString);
    assertTrue(batch.fewestAnswered() >= least * perSecond * 300 / processes, batch::toString);
  }

  @Test
  void withoutALimitAsManyAreInFlightAsMayBe() {
    SimulatedBatch batch = new SimulatedBatch(100_000, 100_000, 64, NO_CEILING);

    batch.run(10);

    // Each takes 0.3 s on average: 213 a second.
    assertTrue(batch.answered() >= 0.85 * 10 * 64 / 0.3, batch::toString);
    assertEquals(0, batch.throttledShare());
  }

  @Test
  void theCeilingIsKept() {
    SimulatedBatch batch = new SimulatedBatch(100_000, 100_000, 64, 5);

    batch.run(60);

    assertTrue(batch.answered() <= 5 * 60 + 1, batch::toString);
    assertTrue(batch.answered() >= 5 * 59, batch::toString);
  }

  @Test
  void afterTwoRoundsThatWereThrottledOneRequestAtATimeAsks() {
    Pace pace = new Pace(NO_CEILING, RetrySettings.DEFAULT, 0);
    Pace.Sent first = pace.send(0, false);
    Pace.Sent other = pace.send(0, false);
    pace.throttled(first, Duration.ofSeconds(7), seconds(1));
    pace.over();
    pace.throttled(other, Duration.ofSeconds(7), seconds(1));
    pace.over();
    assertEquals(Duration.ZERO, pace.pause(seconds(1)));

    Pace.Sent second = pace.send(seconds(2), true);
    pace.throttled(second, Duration.ofSeconds(7), seconds(3));
    pace.over();

    assertEquals(Duration.ofSeconds(7), pace.pause(seconds(3)));
    assertEquals(seconds(10), pace.earliest(seconds(3)));
    pace.send(seconds(10), true);
    assertTrue(pace.isFull());
    pace.taken();
    pace.over();
    assertFalse(pace.isFull());
  }

  @Test
  void withoutRetryAfterThePauseGrows() {
    Pace pace = new Pace(NO_CEILING, RetrySettings.DEFAULT, 0);
    long now = 0;
    Duration before = Duration.ZERO;
    for (int i = 0; i < 20; i++) {
      now = pace.earliest(now);
      pace.throttled(pace.send(now, true), Duration.ZERO, now);
      pace.over();
      Duration pause = pace.pause(now);
      assertTrue(pause.compareTo(before) >= 0, pause::toString);
      before = pause;
    }
    assertEquals(Duration.ofSeconds(5), before);
  }

  @Test
  void oneWrongAnswerDoesNotStopEverythingForYears() {
    Pace pace = new Pace(NO_CEILING, RetrySettings.DEFAULT, 0);
    for (int i = 0; i < 2; i++) {
      pace.throttled(pace.send(0, false), Duration.ofDays(365), 0);
      pace.over();
    }

    assertEquals(Duration.ofMinutes(15), pace.pause(0));
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void failuresInARowWaitLonger() {
    Pace pace = new Pace(NO_CEILING, RetrySettings.DEFAULT, 0);
    long now = 0;
    for (Duration expected :
        List.of(
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofMillis(1600),
            Duration.ofSeconds(5))) {
      now = pace.earliest(now);
      pace.failed(pace.send(now, true), Duration.ZERO, now);
      pace.over();
      assertEquals(expected, pace.pause(now));
    }
  }
}
