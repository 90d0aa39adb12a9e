package io.github.partnercart.signin;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns ways to sign in into sources of access tokens; nothing is sent before one is needed. */
public final class SignIns {
  private final TokenRequests requests;
  private final SignInEnvironment environment;
  private final Consumer<String> messages;

  /**
   * @param requests knows how tokens are asked for
   * @param environment knows whom to ask
   * @param messages gets what the user must read, such as a device code
   */
  public SignIns(TokenRequests requests, SignInEnvironment environment, Consumer<String> messages) {
    this.requests = requests;
    this.environment = environment;
    this.messages = messages;
  }

  /**
   * Makes a source of tokens for a cloud's Partner Center.
   *
   * @throws SignInException if the environment names no usable identity service
   */
  public AccessTokenSource with(SignInMethod method, Cloud cloud) throws SignInException {
    return new CachedAccessTokens(
        requests.of(method, environment.authority(cloud)),
        Clock.systemUTC(),
        SignIns::runInBackground);
  }

  /**
   * Deletes what is kept of all tokens beyond this process.
   *
   * @param atMost how long the caller can wait for it
   * @throws SignInException if it can't be deleted
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  public void forget(Duration atMost) throws SignInException, InterruptedException {
    // Another process may be at work with what is kept, or the system's keyring ask its user.
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              requests.forget();
              return null;
            });
    runInBackground(task);
    try {
      task.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SignInException failure ? failure : notForgotten(e.getCause());
    } catch (TimeoutException e) {
      throw notForgotten(e);
    } finally {
      task.cancel(true);
    }
  }

  /** Where to tell the user something. */
  public Consumer<String> messages() {
    return messages;
  }

  private static SignInException notForgotten(@Nullable Throwable cause) {
    return new SignInException(
        "Nobody is signed in any more, but what is kept of the tokens could not be deleted in time,"
            + " as another sign-in is at work with it. Run Disconnect-PartnerCenter again.",
        cause);
  }

  private static void runInBackground(Runnable request) {
    Thread thread = new Thread(request, "sign-in");
    // A user who never enters the device code does not keep the process alive.
    thread.setDaemon(true);
    thread.start();
  }
}
