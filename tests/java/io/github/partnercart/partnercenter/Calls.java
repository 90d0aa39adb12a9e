package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/** Calls and changes for tests. */
public final class Calls {
  private Calls() {}

  /** A call that may take that long. */
  public static Call within(Duration time) {
    return within(time, System::nanoTime);
  }

  static Call within(Duration time, LongSupplier nanoTime) {
    return new Call(
        UUID.randomUUID(), new Deadline(time, nanoTime), new StopSignal(), exchange -> {});
  }

  /** A change that was never sent before, and is not stored. */
  public static Change change(UUID requestId) {
    return new Change(requestId, false, true, Repeat.WITH_REQUEST_ID, ChangeLog.NONE);
  }
}
