package io.github.partnercart.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SeededFaultsTest {
  @Test
  void theSameSeedGivesTheSameFaultsInTheSameOrder() {
    assertEquals(draw(0.3, 42, 1000), draw(0.3, 42, 1000));
  }

  @Test
  void anotherSeedGivesOtherFaults() {
    assertNotEquals(draw(0.3, 42, 1000), draw(0.3, 43, 1000));
  }

  @Test
  void theRateIsTheShareOfRequestsThatSuffer() {
    long suffering =
        draw(0.1, 7, 100_000).stream().filter(fault -> !fault.equals(InjectedFault.NONE)).count();

    assertTrue(suffering > 9_500 && suffering < 10_500, "suffering: " + suffering);
  }

  @Test
  void everyKindOfFaultIsDrawnAndNoDelayIsOver300Milliseconds() {
    Set<String> kinds = new HashSet<>();
    for (InjectedFault fault : draw(1, 1, 1000)) {
      kinds.add(fault.when() + " " + fault.status());
      assertTrue(fault.delay().toMillis() <= 300, fault.toString());
    }

    assertEquals(
        Set.of(
            "BEFORE_THE_WORK 0",
            "BEFORE_THE_WORK 500",
            "BEFORE_THE_WORK 502",
            "BEFORE_THE_WORK 503",
            "BEFORE_THE_WORK 504",
            "AFTER_THE_WORK 0",
            "AFTER_THE_WORK 503",
            "DURING_THE_WORK 0"),
        kinds);
  }

  @Test
  void aRateOfZeroNeverHurts() {
    assertEquals(Set.of(InjectedFault.NONE), new HashSet<>(draw(0, 1, 1000)));
  }

  private static List<InjectedFault> draw(double rate, long seed, int count) {
    var faults = new SeededFaults(rate, seed);
    return Stream.generate(faults::next).limit(count).toList();
  }
}
