package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExchangeWatchTest {
  @Test
  void aWaitThatTakesTooLongIsInterrupted() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          ExchangeWatch watch = new ExchangeWatch(Duration.ofMillis(1));
          assertThrows(InterruptedException.class, () -> Thread.sleep(60_000));
          assertTrue(watch.end());
        });
  }

  @Test
  void anInterruptThatComesTooLateIsCleared() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          ExchangeWatch watch = new ExchangeWatch(Duration.ofMillis(1));
          while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
          assertTrue(watch.end());
          assertFalse(Thread.currentThread().isInterrupted());
        });
  }

  @Test
  void aWaitThatHasEndedIsNotInterrupted() {
    ExchangeWatch watch = new ExchangeWatch(Duration.ofMinutes(1));
    assertFalse(watch.end());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
