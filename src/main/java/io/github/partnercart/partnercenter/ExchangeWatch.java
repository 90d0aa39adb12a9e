package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that has made it if it is not ended in time. The HTTP client's own timer
 * ends with an answer's header lines, and with the client's thread.
 */
final class ExchangeWatch {
  private final Thread watched = Thread.currentThread();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private boolean isEnded;
  private boolean isOver;

  ExchangeWatch(Duration atMost) {
    CompletableFuture<Void> unused =
        end.orTimeout(atMost.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((nothing, timeout) -> interrupt());
  }

  private synchronized void interrupt() {
    if (!isEnded) {
      isOver = true;
      watched.interrupt();
    }
  }

  /**
   * Ends the watch, after which it interrupts no more.
   *
   * @return whether the time was over
   */
  synchronized boolean end() {
    isEnded = true;
    end.complete(null);
    if (isOver) {
      // Also clears an interrupt that came too late to end anything.
      boolean unused = Thread.interrupted();
    }
    return isOver;
  }
}
