package io.github.partnercart.sandbox;

import java.time.Duration;

/** The time that a slow request takes, taken once, wherever on its way that is asked for first. */
final class Delay {
  private final Duration length;
  private final Runnable onTaken;
  private boolean taken;

  /**
   * Prepares a delay for one request and its thread.
   *
   * @param length how long, zero for none at all
   * @param onTaken told just before the time is taken
   */
  Delay(Duration length, Runnable onTaken) {
    this.length = length;
    this.onTaken = onTaken;
  }

  void take() {
    if (taken || length.isZero()) {
      return;
    }
    taken = true;
    onTaken.run();
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      // The sandbox closes; what is left of the request needs no time.
      Thread.currentThread().interrupt();
    }
  }
}
