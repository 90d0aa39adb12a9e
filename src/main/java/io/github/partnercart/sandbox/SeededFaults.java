package io.github.partnercart.sandbox;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Faults with a given probability, the n-th of which follows from the seed alone. */
final class SeededFaults implements Faults {
  private static final int[] ERRORS = {500, 502, 503, 504};
  private static final int LONGEST_DELAY_MILLIS = 300;
  // Any odd number but SplittableRandom's own increment, with which neighbours would share draws.
  private static final long STRIDE = 0xD1B54A32D192ED03L;

  private final double rate;
  private final long seed;
  private final AtomicLong count = new AtomicLong();

  SeededFaults(double rate, long seed) {
    this.rate = rate;
    this.seed = seed;
  }

  @Override
  public InjectedFault next() {
    var random = new SplittableRandom(seed + count.incrementAndGet() * STRIDE);
    if (random.nextDouble() >= rate) {
      return InjectedFault.NONE;
    }
    return switch (random.nextInt(5)) {
      case 0 -> InjectedFault.DROPPED_BEFORE;
      case 1 -> InjectedFault.DROPPED_AFTER;
      case 2 -> InjectedFault.errorBefore(ERRORS[random.nextInt(ERRORS.length)]);
      case 3 -> InjectedFault.UNAVAILABLE_AFTER;
      default -> InjectedFault.slow(Duration.ofMillis(random.nextInt(1, LONGEST_DELAY_MILLIS + 1)));
    };
  }
}
