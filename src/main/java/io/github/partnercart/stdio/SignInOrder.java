package io.github.partnercart.stdio;

import io.github.partnercart.cmdlet.PartnerSession;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives each command the sign-in of those that were read before it: commands wait for an earlier
 * Connect-PartnerCenter, and the reader does not.
 */
final class SignInOrder {
  /** Stands in a line that was meant to sign in or out, also where nothing else can be read. */
  private static final String SIGN_IN = "connect-partner";

  private final PartnerSession session;

  /** The service as the command that is read next finds it. */
  private CompletableFuture<PartnerCenter> latest;

  SignInOrder(PartnerSession session) {
    this.session = session;
    this.latest = CompletableFuture.completedFuture(session.partnerCenter());
  }

  /** Takes the turn of a command; called in the order in which commands are read. */
  Turn next(Command command) {
    return command.invocation().changesSession() ? nextSignIn() : new Turn(latest, null);
  }

  /**
   * Takes the turn of a line that can't be run: if it was meant to change who is signed in, nobody
   * is from then on, as after a sign-in that failed.
   */
  void pass(LineReader.Line line) {
    if (line.containsIgnoringCase(SIGN_IN)) {
      nextSignIn().end();
    }
  }

  private Turn nextSignIn() {
    CompletableFuture<PartnerCenter> before = latest;
    latest = new CompletableFuture<>();
    return new Turn(before, latest);
  }

  /** One command's turn, which must be ended for the commands after it to go on. */
  final class Turn {
    private final CompletableFuture<PartnerCenter> before;
    private final @Nullable CompletableFuture<PartnerCenter> after;
    private boolean hasCome;

    private Turn(
        CompletableFuture<PartnerCenter> before, @Nullable CompletableFuture<PartnerCenter> after) {
      this.before = before;
      this.after = after;
    }

    /**
     * Waits for the sign-ins before it, but not longer than the command may take.
     *
     * @throws SignInException if the command's time is over
     * @throws InterruptedException if the command was stopped
     */
    PartnerCenter partnerCenter(Command command) throws SignInException, InterruptedException {
      if (before.isDone() || command.invocation().runsAtOnce()) {
        hasCome = true;
        return before.isDone() ? before.join() : session.partnerCenter();
      }
      PartnerCenter partnerCenter = command.call().await(this::within);
      hasCome = true;
      return partnerCenter;
    }

    private PartnerCenter within(Duration atMost) throws SignInException, InterruptedException {
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
                    session.disconnect(PartnerSession.LAST_ONE_FAILED);
                  }
                  after.complete(session.partnerCenter());
                });
      }
    }
  }
}
