package io.github.partnercart.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
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

  private final TokenRequest request;
  private final Clock clock;
  private final Executor executor;

  private @Nullable IssuedToken token;
  private @Nullable String claimsOfToken;
  private @Nullable Failure failure;
  private @Nullable CompletableFuture<IssuedToken> underWay;
  private @Nullable String claimsUnderWay;

  /**
   * @param executor runs the requests; it may take as long as a user takes to sign in
   */
  public CachedAccessTokens(TokenRequest request, Clock clock, Executor executor) {
    this.request = request;
    this.clock = clock;
    this.executor = executor;
  }

  @Override
  public String accessToken() throws SignInException {
    CompletableFuture<IssuedToken> asked;
    synchronized (this) {
      IssuedToken present = token;
      if (present != null && clock.instant().isBefore(present.expiresOn())) {
        if (!clock.instant().isBefore(present.refreshOn()) && remembered() == null) {
          CompletableFuture<IssuedToken> unused = ask(null);
        }
        return present.token().text();
      }
      asked = askUnlessJustFailed(null);
    }
    return await(asked).token().text();
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge) throws SignInException {
    Optional<String> claims = ClaimsChallenge.claims(challenge);
    CompletableFuture<IssuedToken> asked;
    synchronized (this) {
      IssuedToken present = token;
      if (present != null && !present.token().text().equals(rejected)) {
        return true;
      }
      if (present != null && !mayBeBetter(present, claims)) {
        return false;
      }
      asked = askUnlessJustFailed(claims.orElse(null));
    }
    return !await(asked).token().text().equals(rejected);
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

  private CompletableFuture<IssuedToken> askUnlessJustFailed(@Nullable String claims)
      throws SignInException {
    SignInException last = remembered();
    if (last != null && underWay == null) {
      throw last;
    }
    return ask(claims);
  }

  private CompletableFuture<IssuedToken> ask(@Nullable String claims) {
    CompletableFuture<IssuedToken> present = underWay;
    if (present != null && (claims == null || claims.equals(claimsUnderWay))) {
      return present;
    }
    CompletableFuture<IssuedToken> asked = new CompletableFuture<>();
    underWay = asked;
    claimsUnderWay = claims;
    executor.execute(() -> run(asked, claims));
    return asked;
  }

  private void run(CompletableFuture<IssuedToken> asked, @Nullable String claims) {
    try {
      IssuedToken issued = request.request(claims);
      synchronized (this) {
        // One that was asked for with claims is not replaced by one that was asked for before.
        if (underWay == asked) {
          token = issued;
          claimsOfToken = claims;
          failure = null;
        }
        finished(asked);
      }
      asked.complete(issued);
    } catch (SignInException e) {
      failed(asked, e);
    } catch (RuntimeException | Error e) {
      failed(asked, new SignInException("Signing in failed: " + e.getClass().getName() + "."));
    }
  }

  private void failed(CompletableFuture<IssuedToken> asked, SignInException e) {
    synchronized (this) {
      failure = new Failure(e, clock.instant().plus(FAILURE_IS_REMEMBERED));
      finished(asked);
    }
    asked.completeExceptionally(e);
  }

  private void finished(CompletableFuture<IssuedToken> asked) {
    if (underWay == asked) {
      underWay = null;
      claimsUnderWay = null;
    }
  }

  private static IssuedToken await(CompletableFuture<IssuedToken> asked) throws SignInException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw (SignInException) Objects.requireNonNull(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignInException("The command was stopped while it waited for an access token.", e);
    }
  }

  @Override
  public String toString() {
    return "CachedAccessTokens";
  }
}
