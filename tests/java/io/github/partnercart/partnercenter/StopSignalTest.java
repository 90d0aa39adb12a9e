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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a command may take, and how it is stopped. */
@Timeout(60)
class StopSignalTest {
  private final FakeTime time = new FakeTime();
  private final Call call = Calls.within(Duration.ofSeconds(10), time);

  @Test
  void itsTimeRunsOutAndNoFurther() {
    assertEquals(Duration.ofSeconds(10), call.remaining());

    time.pass(Duration.ofSeconds(9));
    assertEquals(Duration.ofSeconds(1), call.remaining());

    time.pass(Duration.ofSeconds(2));
    assertEquals(Duration.ZERO, call.remaining());
  }

  @Test
  void whatIsWaitedForIsGivenTheTimeThatIsLeft() throws Exception {
    time.pass(Duration.ofSeconds(4));

    assertEquals(Duration.ofSeconds(6), call.await(atMost -> atMost));
  }

  @Test
  void aWaitOfACallThatWasStoppedEndsAtOnce() {
    call.stop().stop();
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
  void whatWasReadyWhenTheCallWasStoppedIsGivenBack() {
    List<String> givenBack = new ArrayList<>();

    assertThrows(
        InterruptedException.class,
        () ->
            call.stop()
                .await(
                    () -> {
                      call.stop().stop();
                      return "ready";
                    },
                    givenBack::add));

    assertEquals(List.of("ready"), givenBack);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void whatWasReadyWhenTheCallWasStoppedIsNotUsed() {
    assertThrows(
        InterruptedException.class,
        () ->
            call.await(
                atMost -> {
                  call.stop().stop();
                  return "token";
                }));
    assertTrue(call.stop().isStopped());
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

    call.stop().stop();

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
