package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The time of a command. */
class DeadlineTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

  private Deadline deadline() {
    return new Deadline(Duration.ofNanos(10), now::get);
  }

  @Test
  void theOneThatStartedFirstIsTheOlder() {
    Deadline one = deadline();
    Deadline same = deadline();
    now.addAndGet(5);
    Deadline later = deadline();

    assertTrue(one.startedBefore(later));
    assertFalse(later.startedBefore(one));
    assertFalse(one.startedBefore(same));
  }

  @Test
  void whatIsLeftIsNeverLessThanNothing() {
    Deadline deadline = deadline();
    now.addAndGet(4);
    assertEquals(Duration.ofNanos(6), deadline.remaining());
    now.addAndGet(100);
    assertEquals(Duration.ZERO, deadline.remaining());
  }
}
