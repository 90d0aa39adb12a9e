package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.partnercenter.Throttle.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThrottleTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Throttle throttle =
      new Throttle(Limits.inFlight(8), RetrySettings.DEFAULT, System::nanoTime);

  @Test
  void asManyAreInFlightAsMayBeOnceTheServiceHasAnswered() throws Exception {
    Ticket first = enter("a");
    for (int i = 0; i < 8; i++) {
      throttle.answered(first);
    }

    for (int i = 0; i < 7; i++) {
      enter("a");
    }

    assertTrue(entered("a", Duration.ofMillis(20)).isEmpty());
  }

  @Test
  void beforeTheFirstAnswerOnlySomeAreInFlight() throws Exception {
    for (int i = 0; i < 4; i++) {
      enter("a");
    }

    assertTrue(entered("a", Duration.ofMillis(20)).isEmpty());
  }

  @Test
  void theOldestCommandGoesFirst() throws Exception {
    Throttle one = new Throttle(Limits.inFlight(1), RetrySettings.DEFAULT, System::nanoTime);
    Ticket inFlight = one.enter("a", new Deadline(LONG)).orElseThrow();
    List<Deadline> byAge = List.of(new Deadline(LONG), new Deadline(LONG), new Deadline(LONG));
    List<Deadline> gone = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i : List.of(2, 0, 1)) {
      all.add(
          inThread(
              () -> {
                Ticket ticket = one.enter("a", byAge.get(i)).orElseThrow();
                gone.add(byAge.get(i));
                one.leave(ticket);
              }));
    }

    one.leave(inFlight);

    for (CompletableFuture<Void> each : all) {
      each.get();
    }
    assertEquals(byAge, gone);
  }

  @Test
  void aRequestGoesAsSoonAsThePauseIsOver() throws Exception {
    holdBack("a", Duration.ofMillis(300));
    long start = System.nanoTime();

    Ticket unused = enter("a");

    assertTrue(System.nanoTime() - start >= Duration.ofMillis(300).toNanos());
  }

  @Test
  void aCommandThatCantWaitThatLongIsToldSoAtOnce() throws Exception {
    holdBack("a", Duration.ofMinutes(10));

    assertTrue(entered("a", Duration.ofSeconds(30)).isEmpty());
    assertEquals(", as the service is throttling", throttle.reason("a"));
  }

  @Test
  void anotherCustomersRequestsGoOn() throws Exception {
    Ticket first = enter("a");
    throttle.throttled(first, Duration.ofMinutes(10));
    throttle.leave(first);
    Ticket others = enter("b");
    throttle.answered(others);
    throttle.leave(others);

    for (int i = 0; i < 3; i++) {
      Ticket ticket = enter("a");
      throttle.throttled(ticket, Duration.ofMinutes(10));
      throttle.leave(ticket);
    }

    assertTrue(entered("a", Duration.ofSeconds(30)).isEmpty());
    assertEquals("", throttle.reason("b"));
    assertTrue(entered("b", Duration.ofSeconds(30)).isPresent());
  }

  @Test
  void whileTheServiceIsDownOneRequestAtATimeAsks() throws Exception {
    for (int i = 0; i < 20; i++) {
      Ticket ticket = enter("a");
      throttle.failed(ticket, Duration.ZERO);
      throttle.leave(ticket);
    }
    assertEquals(", as the service is failing", throttle.reason("b"));

    Ticket probe = enter("a");
    assertTrue(entered("b", Duration.ofMillis(20)).isEmpty());
    throttle.answered(probe);
    throttle.leave(probe);

    Ticket first = enter("a");
    Ticket second = enter("b");
    assertTrue(first != second);
  }

  @Test
  void someFailuresHoldNoneBack() throws Exception {
    for (int i = 0; i < 100; i++) {
      Ticket ticket = enter("a");
      if (i % 6 == 0) {
        throttle.failed(ticket, Duration.ofHours(1));
      } else {
        throttle.answered(ticket);
      }
      throttle.leave(ticket);
    }

    assertEquals("", throttle.reason("a"));
  }

  @Test
  void aRequestThatIsStoppedWhileItWaitsLeavesItsPlaceToTheNext() throws Exception {
    Throttle one = new Throttle(Limits.inFlight(1), RetrySettings.DEFAULT, System::nanoTime);
    Ticket inFlight = one.enter("a", new Deadline(LONG)).orElseThrow();
    CompletableFuture<Boolean> isStopped = new CompletableFuture<>();
    Thread stopped =
        new Thread(
            () -> {
              try {
                isStopped.complete(one.enter("a", new Deadline(LONG)).isEmpty());
              } catch (InterruptedException e) {
                isStopped.complete(true);
              }
            });
    stopped.start();
    awaitWaiting(stopped);
    CompletableFuture<Void> next =
        inThread(() -> one.leave(one.enter("a", new Deadline(LONG)).orElseThrow()));

    stopped.interrupt();
    assertTrue(isStopped.get());
    assertFalse(next.isDone());
    one.leave(inFlight);

    next.get();
  }

  /** Two rounds are throttled. */
  private void holdBack(String customer, Duration retryAfter) throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      Ticket ticket = enter(customer);
      throttle.throttled(ticket, retryAfter);
      throttle.leave(ticket);
    }
  }

  private Ticket enter(String customer) throws InterruptedException {
    return entered(customer, LONG).orElseThrow();
  }

  private Optional<Ticket> entered(String customer, Duration within) throws InterruptedException {
    return throttle.enter(customer, new Deadline(within));
  }

  /** What may throw. */
  private interface Action {
    void run() throws InterruptedException;
  }

  /** Returns once it waits. */
  private static CompletableFuture<Void> inThread(Action action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
                done.complete(null);
              } catch (InterruptedException e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    awaitWaiting(thread);
    return done;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  /** Another thread is let in. */
  private void assertFree() throws Exception {
    assertEquals(
        "", CompletableFuture.supplyAsync(() -> throttle.reason("z")).get(5, TimeUnit.SECONDS));
  }

  @Test
  void noCallKeepsOthersOut() throws Exception {
    Ticket ticket = enter("a");
    assertFree();
    assertEquals("", throttle.reason("a"));
    assertFree();
    throttle.failed(ticket, Duration.ZERO);
    assertFree();
    throttle.answered(ticket);
    assertFree();
    throttle.throttled(ticket, Duration.ZERO);
    assertFree();
    throttle.leave(ticket);
    assertFree();
  }

  @Test
  void whatIsOverMakesRoom() throws Exception {
    Throttle one = new Throttle(Limits.inFlight(1), RetrySettings.DEFAULT, System::nanoTime);
    for (int i = 0; i < 3; i++) {
      Ticket ticket = one.enter("a", new Deadline(LONG)).orElseThrow();
      one.answered(ticket);
      one.leave(ticket);
    }
  }
}
