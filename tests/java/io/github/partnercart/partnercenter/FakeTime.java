package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still unless it is told otherwise. */
final class FakeTime implements LongSupplier {
  // Close to its end, as System.nanoTime may be: only differences count.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }
}
