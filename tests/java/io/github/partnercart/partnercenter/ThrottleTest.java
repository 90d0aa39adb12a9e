package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final Throttle throttle = new Throttle(8);

  @Test
  void throttlingHalvesWhatIsInFlightAndAnswersRaiseItAgainStepByStep() throws Exception {
    assertEquals(8, inFlightAtMost());

    throttle.throttled(Duration.ZERO);
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
      throttle.throttled(Duration.ZERO);
    }
    assertEquals(1, inFlightAtMost());
  }

  @Test
  void nobodySendsBeforeRetryAfterIsOver() throws Exception {
    throttle.throttled(Duration.ofMillis(200));
    long start = System.nanoTime();

    assertTrue(throttle.enter(callOf(Duration.ofSeconds(30))));

    assertTrue(System.nanoTime() - start >= Duration.ofMillis(200).toNanos());
  }

  @Test
  void aCallThatCantWaitThatLongIsHeldBack() throws Exception {
    throttle.throttled(Duration.ofHours(1));

    assertFalse(throttle.enter(callOf(Duration.ofSeconds(30))));
  }

  /** How many requests get in at once; leaves the throttle as it was. */
  private int inFlightAtMost() throws InterruptedException {
    int entered = 0;
    while (throttle.enter(callOf(Duration.ofMillis(20)))) {
      entered++;
    }
    for (int i = 0; i < entered; i++) {
      throttle.leave();
    }
    return entered;
  }

  private static Call callOf(Duration timeout) {
    return new Call(UUID.randomUUID(), UUID.randomUUID(), timeout);
  }
}
