package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThrottleTest {
  private final Throttle throttle = new Throttle(8);

  @Test
  void throttlingHalvesWhatIsInFlightAndAnswersRaiseItAgainStepByStep() throws Exception {
    assertEquals(8, inFlightAtMost());

    throttle(Duration.ZERO);
    assertEquals(4, inFlightAtMost());

    throttle.answered();
    assertEquals(4, inFlightAtMost());
    for (int i = 0; i < 4; i++) {
      throttle.answered();
    }
    assertEquals(5, inFlightAtMost());
    for (int i = 0; i < 100; i++) {
      throttle.answered();
    }
    assertEquals(8, inFlightAtMost());
  }

  @Test
  void oneRequestIsAlwaysAllowed() throws Exception {
    for (int i = 0; i < 10; i++) {
      throttle(Duration.ZERO);
    }
    assertEquals(1, inFlightAtMost());
  }

  @Test
  void requestsThatAreThrottledTogetherHalveItOnce() throws Exception {
    List<Throttle.Ticket> together = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      together.add(throttle.enter(within(Duration.ofSeconds(30))).orElseThrow());
    }
    for (Throttle.Ticket ticket : together) {
      throttle.throttled(ticket, Duration.ZERO);
      throttle.leave();
    }

    assertEquals(4, inFlightAtMost());
  }

  @Test
  void nobodySendsBeforeRetryAfterIsOver() throws Exception {
    throttle(Duration.ofMillis(200));
    long start = System.nanoTime();

    assertTrue(throttle.enter(within(Duration.ofSeconds(30))).isPresent());

    assertTrue(System.nanoTime() - start >= Duration.ofMillis(200).toNanos());
  }

  @Test
  void theLongestRetryAfterCounts() throws Exception {
    FakeTime time = new FakeTime();
    Throttle still = new Throttle(1, time);
    Throttle.Ticket ticket = still.enter(within(Duration.ofSeconds(30))).orElseThrow();

    still.throttled(ticket, Duration.ofSeconds(10));
    still.throttled(ticket, Duration.ofSeconds(5));
    assertEquals(Duration.ofSeconds(10), still.pause());

    still.throttled(ticket, Duration.ofSeconds(20));
    assertEquals(Duration.ofSeconds(20), still.pause());

    time.pass(Duration.ofSeconds(19));
    assertEquals(Duration.ofSeconds(1), still.pause());

    time.pass(Duration.ofSeconds(2));
    assertEquals(Duration.ZERO, still.pause());
  }

  @Test
  @Timeout(60)
  void aRequestGoesAsSoonAsAnotherIsOver() throws Exception {
    Throttle one = new Throttle(1);
    assertTrue(one.enter(within(Duration.ofHours(1))).isPresent());
    CompletableFuture<Optional<Throttle.Ticket>> entered = new CompletableFuture<>();
    Thread next =
        new Thread(
            () -> {
              try {
                entered.complete(one.enter(within(Duration.ofHours(1))));
              } catch (InterruptedException e) {
                entered.completeExceptionally(e);
              }
            });
    next.setDaemon(true);
    next.start();
    while (next.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertFalse(entered.isDone());

    one.leave();

    assertTrue(entered.get().isPresent());
  }

  @Test
  void aCallThatCantWaitThatLongIsHeldBack() throws Exception {
    throttle(Duration.ofHours(1));

    assertTrue(throttle.enter(within(Duration.ofSeconds(30))).isEmpty());
  }

  @Test
  void oneWrongAnswerDoesNotStopEverythingForYears() throws Exception {
    throttle(Duration.ofDays(365));

    assertTrue(throttle.pause().compareTo(Duration.ofMinutes(15)) <= 0);
  }

  private void throttle(Duration retryAfter) throws InterruptedException {
    throttle.throttled(throttle.enter(within(Duration.ofSeconds(30))).orElseThrow(), retryAfter);
    throttle.leave();
  }

  /** How many requests get in at once; leaves the throttle as it was. */
  private int inFlightAtMost() throws InterruptedException {
    int entered = 0;
    while (throttle.enter(within(Duration.ofMillis(20))).isPresent()) {
      entered++;
    }
    for (int i = 0; i < entered; i++) {
      throttle.leave();
    }
    return entered;
  }

  private static Deadline within(Duration time) {
    return new Deadline(time);
  }
}
