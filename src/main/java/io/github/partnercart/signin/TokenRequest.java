package io.github.partnercart.signin;

import org.jspecify.annotations.Nullable;

/** Asks for a new access token. */
@FunctionalInterface
public interface TokenRequest {
  /**
   * Asks for another token than it gave before.
   *
   * @param claims what the new token must hold beyond the ordinary, as JSON
   * @throws SignInException if it gives none
   */
  IssuedToken request(@Nullable String claims) throws SignInException;

  /**
   * Lets the next request try a refresh token of an earlier process before it asks the user.
   *
   * @throws SignInException if the request can't be prepared
   */
  default void resume(Secret refreshToken) throws SignInException {}

  /**
   * Deletes what is kept of the tokens that were issued.
   *
   * @throws SignInException if it can't be deleted
   */
  default void forget() throws SignInException {}
}
