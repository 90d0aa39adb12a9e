package io.github.partnercart.partnercenter;

import io.github.partnercart.signin.SignInException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops a command. An exchange that is under way ends, as its outcome must be known; no further one
 * is started, and a wait is interrupted.
 */
public final class StopSignal {
  private boolean isStopped;
  private boolean isWaiting;
  private @Nullable Thread thread;

  /** Something that is waited for before a request, such as an access token. */
  @FunctionalInterface
  public interface Wait<T> {
    /** Waits for it. */
    T await() throws SignInException, InterruptedException;
  }

  /** Stops the command. */
  public synchronized void stop() {
    isStopped = true;
    if (isWaiting && thread != null) {
      thread.interrupt();
    }
  }

  public synchronized boolean isStopped() {
    return isStopped;
  }

  /**
   * Waits for something, unless and until the command is stopped.
   *
   * @throws InterruptedException if the command was stopped, also while it waited
   */
  public <T> T await(Wait<T> wait) throws SignInException, InterruptedException {
    return await(wait, result -> {});
  }

  /**
   * Waits for something that must be given back if the command was stopped meanwhile.
   *
   * @param giveBack gets what was waited for, if it is not returned
   * @throws InterruptedException if the command was stopped, also while it waited
   */
  <T> T await(Wait<T> wait, Consumer<T> giveBack) throws SignInException, InterruptedException {
    begin();
    try {
      T result = wait.await();
      if (isStopped()) {
        giveBack.accept(result);
        throw new InterruptedException("stopped");
      }
      return result;
    } catch (SignInException e) {
      // It may be no more than what the interrupt looks like.
      requireNotStopped();
      throw e;
    } finally {
      end();
    }
  }

  private void requireNotStopped() throws InterruptedException {
    if (isStopped()) {
      throw new InterruptedException("stopped");
    }
  }

  /** From here to {@link #end()}, a stop interrupts this thread: it only waits. */
  private synchronized void begin() {
    thread = Thread.currentThread();
    isWaiting = true;
    if (isStopped) {
      thread.interrupt();
    }
  }

  private synchronized void end() {
    isWaiting = false;
    if (isStopped) {
      // Clears an interrupt that came too late to end the wait.
      boolean unused = Thread.interrupted();
    }
  }
}
