package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run remembers of the carts that it has shown, and for how long it trusts that. */
class ShownCartsTest {
  private long now = Long.MAX_VALUE - 5;
  private final ShownCarts carts = new ShownCarts(() -> now);

  @Test
  void aCartThatWasNotShownIsNotKnown() {
    assertEquals(Optional.empty(), carts.state("a"));
    assertFalse(carts.isFresh("a"));
  }

  @Test
  void theStateThatWasShownLastCounts() {
    carts.shown("a", "one", true);
    carts.shown("a", "two", true);

    assertEquals(Optional.of("two"), carts.state("a"));
    assertEquals(Optional.empty(), carts.state("b"));
  }

  @Test
  void whatTheServiceSaidIsTrustedForLessThanAMinute() {
    carts.shown("a", "one", true);

    now += Duration.ofMinutes(1).toNanos() - 1;
    assertTrue(carts.isFresh("a"));
    now++;
    assertFalse(carts.isFresh("a"));
    assertEquals(Optional.of("one"), carts.state("a"));
  }

  @Test
  void whatMayBeAnOldAnswerIsNotTrusted() {
    carts.shown("a", "one", false);

    assertFalse(carts.isFresh("a"));
  }

  @Test
  void aCartThatMayHaveChangedIsNotTrustedButItsStateIsKnown() {
    carts.shown("a", "one", true);
    carts.touched("a");
    carts.touched("b");

    assertFalse(carts.isFresh("a"));
    assertEquals(Optional.of("one"), carts.state("a"));
    assertEquals(Optional.empty(), carts.state("b"));
  }

  @Test
  void ofManyCartsTheOneThatWasUsedLongestAgoIsForgotten() {
    for (int i = 0; i < 10_000; i++) {
      carts.shown("cart" + i, "state", true);
    }
    assertEquals(Optional.of("state"), carts.state("cart0"));

    carts.shown("another", "state", true);

    assertEquals(Optional.of("state"), carts.state("cart0"));
    assertEquals(Optional.empty(), carts.state("cart1"));
    assertEquals(Optional.of("state"), carts.state("cart2"));
  }
}
