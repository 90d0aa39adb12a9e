package io.github.partnercart.signin.msal;

import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks with a refresh token, and if it is refused, with the one that took its place meanwhile. */
final class ReplacedRefreshToken implements TokenRequest {
  /** What the identity service calls a refresh token that ended, or was revoked. */
  private static final List<String> OF_THE_TOKEN = List.of("invalid_grant", "interaction_required");

  private final SignInMethod.RefreshToken method;
  private final Function<SignInMethod.RefreshToken, TokenRequest> requests;
  private TokenRequest request;

  /**
   * @param requests ask with one token, and those that come from it
   */
  ReplacedRefreshToken(
      SignInMethod.RefreshToken method,
      Function<SignInMethod.RefreshToken, TokenRequest> requests) {
    this.method = method;
    this.requests = requests;
    this.request = requests.apply(method);
  }

  @Override
  public synchronized IssuedToken request(@Nullable String claims, Optional<String> account)
      throws SignInException {
    try {
      return request.request(claims, account);
    } catch (SignInException e) {
      Optional<Secret> other =
          e.refusal().map(refusal -> OF_THE_TOKEN.contains(refusal.error())).orElse(false)
              ? replacement()
              : Optional.empty();
      if (other.isEmpty()) {
        throw e;
      }
      request = requests.apply(method.with(other.get()));
      return request.request(claims, account);
    }
  }

  private Optional<Secret> replacement() {
    try {
      return method.replacement().find();
    } catch (SignInException e) {
      // The refusal is what has to be told.
      return Optional.empty();
    }
  }
}
