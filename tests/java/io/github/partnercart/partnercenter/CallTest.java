package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call knows of itself, and how it is stopped. */
@Timeout(60)
class CallTest {
  private final UUID requestId = UUID.randomUUID();
  private final UUID correlationId = UUID.randomUUID();
  private final FakeTime time = new FakeTime();
  private final Call call = new Call(requestId, correlationId, Duration.ofSeconds(10), false, time);

  @Test
  void itIsKnownByItsIds() {
    assertEquals(requestId, call.requestId());
    assertEquals(correlationId, call.correlationId());
  }

  @Test
  void aLogThatKnowsNothingChangesNothing() {
    Call logged = call.with(WriteAheadLog.NONE);

    assertEquals(requestId, logged.requestId());
    assertEquals(correlationId, logged.correlationId());
    assertEquals(call.remaining(), logged.remaining());
    assertFalse(logged.mayHaveBeenSent());
  }

  @Test
  void itsTimeRunsOutAndNoFurther() {
    assertEquals(Duration.ofSeconds(10), call.remaining());

    time.pass(Duration.ofSeconds(9));
    assertEquals(Duration.ofSeconds(1), call.remaining());

    time.pass(Duration.ofSeconds(2));
    assertEquals(Duration.ZERO, call.remaining());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void exchangesAreNotedIfItIsVerbose(boolean isVerbose) {
    Call other = new Call(requestId, correlationId, Duration.ofSeconds(10), isVerbose);

    other.note("an exchange");

    assertEquals(isVerbose, other.isVerbose());
    assertEquals(isVerbose ? List.of("an exchange") : List.of(), other.exchanges());
  }

  @Test
  void warningsGoToWhoeverWantsThem() {
    assertTrue(call.warnings().isEmpty());
    List<String> warnings = new ArrayList<>();

    call.warnOn(warnings::add);
    call.warnings().orElseThrow().accept("a warning");

    assertEquals(List.of("a warning"), warnings);
  }

  @Test
  void whatIsWaitedForIsGivenTheTimeThatIsLeft() throws Exception {
    time.pass(Duration.ofSeconds(4));

    assertEquals(Duration.ofSeconds(6), call.await(atMost -> atMost));
  }

  @Test
  void aWaitOfACallThatWasStoppedEndsAtOnce() {
    call.cancel();
    assertFalse(Thread.currentThread().isInterrupted(), "it does not wait yet");
    CountDownLatch never = new CountDownLatch(1);

    assertThrows(
        InterruptedException.class,
        () ->
            call.await(
                atMost -> {
                  never.await();
                  return "";
                }));
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void whatWasReadyWhenTheCallWasStoppedIsNotUsed() {
    assertThrows(
        InterruptedException.class,
        () ->
            call.await(
                atMost -> {
                  call.cancel();
                  return "token";
                }));
    assertTrue(call.isCanceled());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aRefusalOfACallThatWasNotStoppedStays() {
    SignInException refusal = new SignInException("no");

    assertSame(
        refusal,
        assertThrows(
            SignInException.class,
            () ->
                call.await(
                    atMost -> {
                      throw refusal;
                    })));
  }

  @Test
  void aStopAfterAWaitInterruptsNothing() throws Exception {
    call.await(atMost -> "token");

    call.cancel();

    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void anInterruptOfAnotherIsNotTakenForAStop() throws Exception {
    call.await(
        atMost -> {
          Thread.currentThread().interrupt();
          return "token";
        });

    assertTrue(Thread.interrupted());
  }
}
