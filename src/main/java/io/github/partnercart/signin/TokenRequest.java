package io.github.partnercart.signin;

import org.jspecify.annotations.Nullable;

/** Asks for a new access token. */
@FunctionalInterface
public interface TokenRequest {
  /**
   * Asks the identity service, never a cache.
   *
   * @param claims what the new token must hold beyond the ordinary, as JSON
   * @throws SignInException if it gives none
   */
  IssuedToken request(@Nullable String claims) throws SignInException;
}
