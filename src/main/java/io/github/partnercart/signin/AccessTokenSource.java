package io.github.partnercart.signin;

import org.jspecify.annotations.Nullable;

/** Where access tokens for Partner Center come from. Safe for use by many threads at once. */
public interface AccessTokenSource {
  /**
   * Returns the token for the next request.
   *
   * @throws SignInException if there is none; nothing may be sent then
   */
  String accessToken() throws SignInException;

  /**
   * Tells that the service answered 401 to a token.
   *
   * @param rejected the token that was sent
   * @param challenge the answer's {@code WWW-Authenticate} header, which can carry a claims
   *     challenge
   * @return whether {@link #accessToken()} now gives another token, worth one more request
   * @throws SignInException if a new token was asked for and refused
   */
  boolean renew(String rejected, @Nullable String challenge) throws SignInException;
}
