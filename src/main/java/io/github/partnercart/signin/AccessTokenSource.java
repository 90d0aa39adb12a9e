package io.github.partnercart.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where access tokens for Partner Center come from. Safe for use by many threads at once. */
public interface AccessTokenSource {
  /**
   * Returns the token for the next request.
   *
   * @param atMost how long the caller can wait for it
   * @throws SignInException if there is none; nothing may be sent then
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  String accessToken(Duration atMost) throws SignInException, InterruptedException;

  /**
   * Tells that the service answered 401 to a token.
   *
   * @param rejected the token that was sent
   * @param challenge the answer's {@code WWW-Authenticate} header, which can carry a claims
   *     challenge
   * @param atMost how long the caller can wait for another one
   * @return whether {@link #accessToken} now gives another token, worth one more request
   * @throws SignInException if a new token was asked for and refused
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException, InterruptedException;

  /**
   * Whether all its tokens are of one account, also where they can't be read. A file can be
   * replaced by another account's.
   */
  default boolean keepsAccount() {
    return false;
  }
}
