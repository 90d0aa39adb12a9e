package io.github.partnercart.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens that are asked for once and shared: one request for any number of commands, and a
 * new token in the background while the old one still serves.
 */
public final class CachedAccessTokens implements AccessTokenSource {
  /** Long enough that commands in a queue don't each ask, short enough for a mended cause. */
  private static final Duration FAILURE_IS_REMEMBERED = Duration.ofSeconds(10);

  /** A token this young that a service refuses is not refused for its age. */
  private static final Duration TOO_YOUNG_TO_RENEW = Duration.ofMinutes(1);

  private record Failure(SignInException exception, Instant until) {}

  /** A request that is under way. */
  private final class Asking {
    private final @Nullable String claims;
    private final Optional<String> account;
    private final CompletableFuture<IssuedToken> answer = new CompletableFuture<>();
    private final FutureTask<Void> task = new FutureTask<>(this::run, null);
    private int waiting;

    private Asking(@Nullable String claims, Optional<String> account) {
      this.claims = claims;
      this.account = account;
    }

    private void run() {
      try {
        IssuedToken issued = request.request(claims, account);
        succeeded(this, issued);
        answer.complete(issued);
      } catch (SignInException e) {
        failed(this, e);
      } catch (RuntimeException | Error e) {
        failed(this, new SignInException("Signing in failed: " + e.getClass().getName() + "."));
      }
    }
  }

  private final TokenRequest request;
  private final Clock clock;
  private final Executor executor;

  private @Nullable IssuedToken token;
  private @Nullable String claimsOfToken;

  /** Who signed in first; nothing is bought as anybody else. */
  private Optional<String> account = Optional.empty();

  private @Nullable Failure failure;
  private @Nullable Asking underWay;

  /**
   * @param executor runs the requests; it may take as long as a user takes to sign in
   */
  public CachedAccessTokens(TokenRequest request, Clock clock, Executor executor) {
    this.request = request;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException, InterruptedException {
    Asking asking;
    synchronized (this) {
      IssuedToken present = token;
      if (present != null && clock.instant().isBefore(present.expiresOn())) {
        if (!clock.instant().isBefore(present.refreshOn()) && remembered() == null) {
          Asking unused = ask(null);
        }
        return present.token().text();
      }
      asking = askUnlessJustFailed(null);
    }
    return await(asking, atMost).token().text();
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException, InterruptedException {
    Optional<String> claims = ClaimsChallenge.claims(challenge);
    Asking asking;
    synchronized (this) {
      IssuedToken present = token;
      if (present != null && !present.token().text().equals(rejected)) {
        return true;
      }
      if (present != null && !mayBeBetter(present, claims)) {
        return false;
      }
      asking = askUnlessJustFailed(claims.orElse(null));
    }
    return !await(asking, atMost).token().text().equals(rejected);
  }

  @Override
  public boolean keepsAccount() {
    return true;
  }

  /** Otherwise each of a thousand commands would ask for a token that is refused like this one. */
  private boolean mayBeBetter(IssuedToken present, Optional<String> claims) {
    return claims.isPresent()
        ? !claims.get().equals(claimsOfToken)
        : clock.instant().isAfter(present.issuedOn().plus(TOO_YOUNG_TO_RENEW));
  }

  private @Nullable SignInException remembered() {
    Failure last = failure;
    return last != null && clock.instant().isBefore(last.until()) ? last.exception() : null;
  }

  /** The caller counts as waiting from here on. */
  private Asking askUnlessJustFailed(@Nullable String claims) throws SignInException {
    SignInException last = remembered();
    if (last != null && underWay == null) {
      throw last;
    }
    Asking asking = ask(claims);
    asking.waiting++;
    return asking;
  }

  private Asking ask(@Nullable String claims) {
    Asking present = underWay;
    if (present != null && (claims == null || claims.equals(present.claims))) {
      return present;
    }
    Asking asking = new Asking(claims, account);
    underWay = asking;
    try {
      executor.execute(asking.task);
    } catch (RuntimeException | Error e) {
      // Such as no more threads.
      failed(asking, new SignInException("The sign-in can't be started: " + e));
    }
    return asking;
  }

  private synchronized void succeeded(Asking asking, IssuedToken issued) {
    // One that was asked for with claims is not replaced by one that was asked for before.
    if (underWay == asking) {
      token = issued;
      account = issued.account();
      claimsOfToken = asking.claims;
      failure = null;
      underWay = null;
    }
  }

  private void failed(Asking asking, SignInException e) {
    synchronized (this) {
      if (underWay == asking) {
        failure = new Failure(e, clock.instant().plus(FAILURE_IS_REMEMBERED));
        underWay = null;
      }
    }
    asking.answer.completeExceptionally(e);
  }

  private IssuedToken await(Asking asking, Duration atMost)
      throws SignInException, InterruptedException {
    try {
      return asking.answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw (SignInException) Objects.requireNonNull(e.getCause());
    } catch (TimeoutException e) {
      throw SignInException.timedOut();
    } finally {
      leave(asking);
    }
  }

  /** A request that nobody waits for any more ends, so that no user is asked for nothing. */
  private synchronized void leave(Asking asking) {
    asking.waiting--;
    if (asking.waiting == 0 && !asking.answer.isDone()) {
      if (underWay == asking) {
        underWay = null;
      }
      asking.task.cancel(true);
    }
  }

  @Override
  public String toString() {
    return "CachedAccessTokens";
  }
}
