package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for what MSAL4J was asked for, and turns it into this program's terms. */
final class Answers {
  private Answers() {}

  /**
   * Asks and waits.
   *
   * @param host the identity service that is asked, for a message
   * @throws SignInException if there is no token in the end
   */
  static IAuthenticationResult await(String host, Callable<IAuthenticationResult> question)
      throws SignInException {
    try {
      return question.call();
    } catch (ExecutionException e) {
      throw Failures.explain(e.getCause(), host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignInException("Signing in was interrupted.", e);
    } catch (Exception e) {
      throw Failures.explain(e, host);
    }
  }

  /**
   * Waits for one answer; the one who is interrupted meanwhile ends it, and so what MSAL4J waits
   * for.
   *
   * @throws ExecutionException if it is a failure
   */
  static IAuthenticationResult of(CompletableFuture<IAuthenticationResult> answer)
      throws ExecutionException, InterruptedException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /**
   * Takes the access token of an answer.
   *
   * @param account the user whose it must be; empty for anyone's
   * @throws SignInException if it has none, or another user's
   */
  static IssuedToken issued(IAuthenticationResult result, String host, Optional<String> account)
      throws SignInException {
    IssuedToken issued = issued(result, host);
    if (account.isPresent() && !account.equals(issued.account())) {
      throw new SignInException(
          "Another user signed in than before, and nothing may be bought as somebody else on the"
              + " way. Sign in as the same user, or run Connect-PartnerCenter to change who is"
              + " signed in.");
    }
    return issued;
  }

  /** The user whose an answer is. */
  static Optional<String> account(IAuthenticationResult result) {
    return Optional.ofNullable(result.account()).map(IAccount::homeAccountId);
  }

  /**
   * Takes the access token of an answer.
   *
   * @throws SignInException if it has none
   */
  static IssuedToken issued(IAuthenticationResult result, String host) throws SignInException {
    @Nullable String token = result.accessToken();
    if (token == null || token.isBlank()) {
      throw new SignInException(host + " answered without an access token.");
    }
    @Nullable Long refreshOn = result.metadata() == null ? null : result.metadata().refreshOn();
    return IssuedToken.of(
            new Secret(token),
            Instant.now(),
            result.expiresOnDate().toInstant(),
            refreshOn == null || refreshOn == 0 ? null : Instant.ofEpochSecond(refreshOn))
        .ofUser(account(result));
  }
}
