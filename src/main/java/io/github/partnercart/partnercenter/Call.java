package io.github.partnercart.partnercenter;

import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the requests of one command have in common.
 *
 * @param correlationId what the service's support finds them by
 * @param deadline how long the command may take
 * @param stop stops the command
 * @param exchanges gets a sentence about each exchange with the service, made only if it is asked
 *     for
 */
public record Call(
    UUID correlationId, Deadline deadline, StopSignal stop, Consumer<Supplier<String>> exchanges) {

  /** Something that is waited for no longer than a time, such as an access token. */
  @FunctionalInterface
  public interface TimedWait<T> {
    /** Waits for as long as is given. */
    T within(Duration atMost) throws SignInException, InterruptedException;
  }

  /**
   * Waits for as long as the command may take.
   *
   * @throws InterruptedException if the command was stopped, also while it waited
   */
  public <T> T await(TimedWait<T> wait) throws SignInException, InterruptedException {
    return stop.await(() -> wait.within(deadline.remaining()));
  }

  Duration remaining() {
    return deadline.remaining();
  }
}
