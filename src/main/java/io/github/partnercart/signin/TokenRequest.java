package io.github.partnercart.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a new access token. */
@FunctionalInterface
public interface TokenRequest {
  /**
   * Asks for another token than it gave before.
   *
   * @param claims what the new token must hold beyond the ordinary, as JSON
   * @param account the user whose token it must be; empty for the one who signs in
   * @throws SignInException if there is none, or it is another user's
   */
  IssuedToken request(@Nullable String claims, Optional<String> account) throws SignInException;

  /**
   * Lets the next request try a refresh token of an earlier process before it asks the user.
   *
   * @throws SignInException if the request can't be prepared
   */
  default void resume(Secret refreshToken) throws SignInException {}
}
