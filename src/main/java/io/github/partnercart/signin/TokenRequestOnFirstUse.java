package io.github.partnercart.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request for tokens that is prepared when the first token is needed, as that takes time. */
public final class TokenRequestOnFirstUse implements TokenRequest {
  private final TokenRequests requests;
  private final SignInMethod method;
  private final Authority authority;
  private @Nullable TokenRequest request;

  public TokenRequestOnFirstUse(TokenRequests requests, SignInMethod method, Authority authority) {
    this.requests = requests;
    this.method = method;
    this.authority = authority;
  }

  @Override
  public IssuedToken request(@Nullable String claims, Optional<String> account)
      throws SignInException {
    return prepared().request(claims, account);
  }

  @Override
  public void resume(Secret refreshToken) throws SignInException {
    prepared().resume(refreshToken);
  }

  private synchronized TokenRequest prepared() throws SignInException {
    if (request == null) {
      request = requests.of(method, authority);
    }
    return request;
  }
}
