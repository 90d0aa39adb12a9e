package io.github.partnercart.command;

import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One command's turn among the sign-ins; it must be ended for the commands after it to go on. */
final class SessionTurn {
  private final Sessions sessions;
  private final CompletableFuture<SignedIn> before;
  private final @Nullable CompletableFuture<SignedIn> after;
  private boolean hasCome;

  private SessionTurn(
      Sessions sessions,
      CompletableFuture<SignedIn> before,
      @Nullable CompletableFuture<SignedIn> after) {
    this.sessions = sessions;
    this.before = before;
    this.after = after;
  }

  static SessionTurn of(Sessions sessions, CompletableFuture<SignedIn> before) {
    return new SessionTurn(sessions, before, null);
  }

  static SessionTurn ofSignIn(
      Sessions sessions, CompletableFuture<SignedIn> before, CompletableFuture<SignedIn> after) {
    return new SessionTurn(sessions, before, after);
  }

  /**
   * The sign-in that a command works as. Waits for the sign-ins before it, but not longer than the
   * command may take.
   *
   * @throws UnknownSessionException if it names a Session that there is not
   * @throws SignInException if the command's time is over
   * @throws InterruptedException if the command was stopped
   */
  SignedIn signedIn(Command command, Call call)
      throws UnknownSessionException, SignInException, InterruptedException {
    @Nullable SignedIn byDefault =
        after == null && command.session() != null ? null : awaited(call);
    hasCome = true;
    if (command.session() == null) {
      return Objects.requireNonNull(byDefault);
    }
    return sessions.named(command.session()).orElseThrow(UnknownSessionException::new);
  }

  /** Whether the last sign-in before it is that of another one. */
  boolean isAfterSameSignInAs(SessionTurn other) {
    return before == other.before;
  }

  private SignedIn awaited(Call call) throws SignInException, InterruptedException {
    return before.isDone() ? before.join() : call.await(this::within);
  }

  private SignedIn within(Duration atMost) throws SignInException, InterruptedException {
    try {
      return before.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw SignInException.timedOut();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void end() {
    if (after != null) {
      boolean isMissed = !hasCome;
      CompletableFuture<Void> unused =
          before.thenRun(
              () -> {
                if (isMissed) {
                  // It was refused, or stopped while it waited for those before it.
                  sessions.failed();
                }
                after.complete(sessions.current());
              });
    }
  }

  /** A command names a Session that this process does not know. */
  static final class UnknownSessionException extends Exception {
    private static final long serialVersionUID = 1;
  }
}
