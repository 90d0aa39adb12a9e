package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which commands run at once, and which wait; each is held where it signs in. */
@Timeout(60)
class TurnsTest {
  private static final int MIB = 1024 * 1024;
  private static final String CONNECT =
      "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"second\"}}";

  /** Lets a command go on once it is allowed to, which then ends with an error. */
  private static final class Gate implements AccessTokenSource {
    private final Semaphore arrived = new Semaphore(0);

    /** Who came first goes first. */
    private final Semaphore open = new Semaphore(0, true);

    @Override
    public String accessToken(Duration atMost) throws SignInException, InterruptedException {
      arrived.release();
      open.acquire();
      throw new SignInException("nobody is signed in");
    }

    @Override
    public boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
      return false;
    }

    private void awaitArrivals(int number) throws InterruptedException {
      assertTrue(arrived.tryAcquire(number, 30, TimeUnit.SECONDS));
    }

    /** How many commands have come since the last time. */
    private int moreArrivals() {
      return arrived.drainPermits();
    }
  }

  private final Gate gate = new Gate();
  private final TestRun run = new TestRun("http://127.0.0.1:1", gate, Journals.none(), false);
  private final Turns turns = new Turns(4, run.execution());
  private long line;

  @AfterEach
  void close() {
    turns.stopAll();
    turns.close();
  }

  private CompletableFuture<Answer> start(String text, int bytes) throws Exception {
    return turns.start(TestCommands.of(++line, text), bytes, Optional.empty());
  }

  private CompletableFuture<Answer> start(String text) throws Exception {
    return start(text, text.length());
  }

  private static String get(String cart, int id) {
    return Commands.with("\"Id\":" + id, Commands.getCart(cart));
  }

  private static String newCart(String member, int quantity) {
    return Commands.with(
        member, Commands.newCart("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":" + quantity + "}"));
  }

  private static String keyed(int quantity) {
    return newCart("\"IdempotencyKey\":\"PO-1\"", quantity);
  }

  private static String stop(String id) {
    return "{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":" + id + "}}";
  }

  private static String errorId(CompletableFuture<Answer> answer) throws Exception {
    return TestRun.errorOf(answer.get(30, TimeUnit.SECONDS)).get("ErrorId").getAsString();
  }

  private static String outcome(CompletableFuture<Answer> answer) throws Exception {
    return TestRun.errorOf(answer.get(30, TimeUnit.SECONDS)).get("Outcome").getAsString();
  }

  @Test
  void commandsOnOneCartRunOneAfterAnotherAndOthersMeanwhile() throws Exception {
    CompletableFuture<Answer> first = start(Commands.getCart("a"));
    CompletableFuture<Answer> second = start(Commands.getCart("A"));
    CompletableFuture<Answer> other = start(Commands.getCart("b"));
    gate.awaitArrivals(2);

    assertFalse(second.isDone());
    gate.open.release(2);
    assertEquals("NotSignedIn", errorId(first));
    assertEquals("NotSignedIn", errorId(other));
    gate.awaitArrivals(1);
    gate.open.release();
    assertEquals("NotSignedIn", errorId(second));
  }

  @Test
  void aCommandIsInFlightUntilItIsAnswered() throws Exception {
    CompletableFuture<Answer> answer = start(get("a", 1));

    assertTrue(turns.isInFlight("1"));
    assertFalse(turns.isInFlight("\"1\""));
    gate.open.release();
    errorId(answer);
    assertFalse(turns.isInFlight("1"));
  }

  // Stopping.

  @Test
  void aCommandIsStoppedByItsIdAndNoOther() throws Exception {
    CompletableFuture<Answer> one = start(get("a", 1));
    CompletableFuture<Answer> other = start(get("b", 2));
    gate.awaitArrivals(2);

    assertEquals(
        "{\"WasInFlight\":true}", TestRun.resultOf(start(stop("1")).getNow(null)).toString());

    assertEquals("OperationStopped", errorId(one));
    assertFalse(other.isDone());
    assertEquals(
        "{\"WasInFlight\":false}", TestRun.resultOf(start(stop("1")).getNow(null)).toString());
  }

  @Test
  void allCommandsAreStoppedAndThoseThatComeLaterToo() throws Exception {
    CompletableFuture<Answer> running = start(Commands.getCart("a"));
    CompletableFuture<Answer> waiting = start(Commands.getCart("a"));
    gate.awaitArrivals(1);

    turns.stopAll();
    CompletableFuture<Answer> late = start(Commands.getCart("b"));

    assertEquals("OperationStopped", errorId(running));
    assertEquals("OperationStopped", errorId(waiting));
    assertEquals("OperationStopped", errorId(late));
  }

  @Test
  void whatOnlySaysWhatItWouldDoWaitsForNothing() throws Exception {
    CompletableFuture<Answer> unused = start(get("a", 1));
    String add = Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"a\",\"WhatIf\":true");

    assertTrue(TestRun.resultOf(start(add).getNow(null)).has("WhatIf"));
  }

  // Room.

  private Thread awaitingRoom() {
    Thread thread =
        new Thread(
            () -> {
              try {
                turns.awaitRoom();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void assertWaits(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertTrue(thread.isAlive(), "it does not wait");
      Thread.onSpinWait();
    }
  }

  private static void assertGoesOn(Thread thread) throws InterruptedException {
    thread.join(30_000);
    assertFalse(thread.isAlive(), "it waits");
  }

  /** A command that runs, so that others on its cart wait. */
  private CompletableFuture<Answer> startRunning() throws Exception {
    CompletableFuture<Answer> running = start(Commands.getCart("a"), 100 * MIB);
    gate.awaitArrivals(1);
    return running;
  }

  @Test
  void whatRunsTakesNoRoom() throws Exception {
    startRunning();
    start(Commands.getCart("a"), 16 * MIB - 1);

    assertGoesOn(awaitingRoom());
  }

  @Test
  void longLinesThatWaitLeaveNoRoomUntilOneIsStarted() throws Exception {
    startRunning();
    start(Commands.getCart("a"), 15 * MIB);
    start(Commands.getCart("a"), MIB);
    Thread reader = awaitingRoom();
    assertWaits(reader);

    gate.open.release();

    assertGoesOn(reader);
  }

  @Test
  void aThousandThatWaitLeaveNoRoomUntilOneIsStarted() throws Exception {
    startRunning();
    for (int i = 0; i < 999; i++) {
      start(Commands.getCart("a"), 1);
    }
    assertGoesOn(awaitingRoom());
    start(Commands.getCart("a"), 1);
    Thread reader = awaitingRoom();
    assertWaits(reader);

    gate.open.release();

    assertGoesOn(reader);
  }

  @Test
  void aCommandThatSharesAnAnswerTakesRoomUntilItIsThere() throws Exception {
    start(keyed(1), 0);
    gate.awaitArrivals(1);
    start(keyed(1), 16 * MIB);
    Thread reader = awaitingRoom();
    assertWaits(reader);

    gate.open.release();

    assertGoesOn(reader);
  }

  @Test
  void whoWaitsForRoomGoesOnWhenAllAreStopped() throws Exception {
    startRunning();
    start(Commands.getCart("a"), 16 * MIB);
    Thread reader = awaitingRoom();
    assertWaits(reader);

    // The gate holds the command that runs, whether it is stopped or not.
    turns.stopAll();

    assertGoesOn(reader);
  }

  // One purchase.

  @Test
  void theSamePurchaseInFlightIsMadeOnceAndAnsweredTwice() throws Exception {
    CompletableFuture<Answer> first = start(keyed(1));
    CompletableFuture<Answer> second = start(keyed(1));
    gate.awaitArrivals(1);
    gate.open.release(2);

    assertSame(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS));
    assertEquals(0, gate.moreArrivals());
  }

  @Test
  void afterItsAnswerThePurchaseIsMadeAnew() throws Exception {
    gate.open.release(2);

    errorId(start(keyed(1)));
    errorId(start(keyed(1)));

    assertEquals(2, gate.moreArrivals());
  }

  @Test
  void aSharedAnswerIsNotWaitedForUnderItsIdAnyMore() throws Exception {
    CompletableFuture<Answer> first = start(keyed(1));
    CompletableFuture<Answer> second = start(Commands.with("\"Id\":2", keyed(1)));
    assertTrue(turns.isInFlight("2"));
    gate.open.release();

    errorId(first);
    errorId(second);

    assertFalse(turns.isInFlight("2"));
  }

  @Test
  void whoWaitsForASharedAnswerCanBeStoppedAloneAndMayBeDone() throws Exception {
    CompletableFuture<Answer> first = start(keyed(1));
    CompletableFuture<Answer> second = start(Commands.with("\"Id\":2", keyed(1)));
    gate.awaitArrivals(1);

    start(stop("2"));

    assertEquals("OperationStopped", errorId(second));
    assertEquals("Unknown", outcome(second));
    assertFalse(first.isDone());
  }

  @Test
  void aKeyInFlightIsRefusedToAnotherPurchase() throws Exception {
    start(keyed(1));

    CompletableFuture<Answer> other = start(keyed(2));

    assertEquals("IdempotencyKeyReused", errorId(other));
    assertEquals("NotSent", outcome(other));
    assertEquals(
        "The command of line 1 has the same IdempotencyKey and is still in flight, but is another"
            + " one.",
        TestRun.errorOf(other.get()).get("Message").getAsString());
  }

  @Test
  void aRequestIdInFlightIsRefusedToAnotherPurchaseWhichMayBeDone() throws Exception {
    String requestId = "\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"";
    start(newCart(requestId, 1));

    CompletableFuture<Answer> other = start(newCart(requestId, 2));

    assertEquals("CommandInFlight", errorId(other));
    assertEquals("Unknown", outcome(other));
    assertTrue(
        TestRun.errorOf(other.get())
            .get("Message")
            .getAsString()
            .startsWith("The command of line 1 has the same RequestId"));
  }

  @Test
  void aReadUnderARequestIdInFlightIsNoPurchase() throws Exception {
    String requestId = "\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"";
    start(newCart(requestId, 1));

    start(Commands.with(requestId, Commands.getCart("a")));

    gate.awaitArrivals(2);
  }

  @Test
  void thePurchaseOfAnotherSignInIsNotAnsweredTwice() throws Exception {
    CompletableFuture<Answer> first = start(keyed(1));
    gate.awaitArrivals(1);
    start(CONNECT).get(30, TimeUnit.SECONDS);

    CompletableFuture<Answer> second = start(Commands.with("\"Session\":\"none\"", keyed(1)));
    assertFalse(second.isDone());
    gate.open.release();

    assertEquals("NotSignedIn", errorId(first));
    assertEquals("SessionNotFound", errorId(second));
  }

  @Test
  void thePurchaseIsMadeAnewAfterAnotherSignIn() throws Exception {
    CompletableFuture<Answer> first = start(keyed(1));
    gate.awaitArrivals(1);
    start(CONNECT).get(30, TimeUnit.SECONDS);
    CompletableFuture<Answer> second = start(keyed(1));

    gate.open.release();

    assertEquals("NotSignedIn", errorId(first));
    assertEquals("NoAnswer", errorId(second));
  }

  @Test
  void thePurchaseOfOneSessionInFlightIsMadeOnce() throws Exception {
    CompletableFuture<Answer> running = startRunning();
    String session = "\"Session\":\"none\",\"IdempotencyKey\":\"PO-1\"";
    String add = Commands.addLineItem("a", "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}");
    CompletableFuture<Answer> first = start(Commands.with(session, add));
    start(CONNECT).get(30, TimeUnit.SECONDS);
    CompletableFuture<Answer> second = start(Commands.with(session, add));

    gate.open.release();

    errorId(running);
    assertSame(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS));
  }

  @Test
  void anotherCmdletUnderTheSameRequestIdIsAnotherPurchase() throws Exception {
    String requestId = "\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"";
    startRunning();
    start(
        Commands.with(
            requestId, Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"a\"")));

    assertEquals("CommandInFlight", errorId(start(newCart(requestId, 1))));
  }

  // Where no thread can be started.

  @Test
  void aCommandThatCannotBeStartedIsNotInFlight() throws Exception {
    turns.close();

    CompletableFuture<Answer> answer = start(get("a", 1), 16 * MIB);

    assertThrows(CompletionException.class, answer::join);
    assertFalse(turns.isInFlight("1"));
    assertGoesOn(awaitingRoom());
  }

  @Test
  void aSignInThatCannotBeStartedLeavesNobodySignedIn() throws Exception {
    turns.close();
    assertThrows(CompletionException.class, start(CONNECT)::join);

    assertEquals(
        Sessions.LAST_ONE_FAILED, run.error(Commands.getCart("a")).get("Message").getAsString());
  }

  @Test
  void aSharedAnswerThatCannotBeMadeIsNotWaitedFor() throws Exception {
    CompletableFuture<Answer> unused = startRunning();
    String add =
        Commands.with(
            "\"IdempotencyKey\":\"PO-1\"",
            Commands.addLineItem("a", "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}"));
    CompletableFuture<Answer> first = start(add);
    CompletableFuture<Answer> second = start(add);
    turns.close();

    gate.open.release();

    assertThrows(CompletionException.class, first::join);
    assertThrows(CompletionException.class, second::join);
  }
}
