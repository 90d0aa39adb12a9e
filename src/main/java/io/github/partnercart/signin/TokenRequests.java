package io.github.partnercart.signin;

/** Knows how each way of signing in asks for access tokens. */
@FunctionalInterface
public interface TokenRequests {
  /**
   * Prepares asking; nothing is sent yet.
   *
   * @param authority whom to ask
   * @throws SignInException if what the method names can't be used
   */
  TokenRequest of(SignInMethod method, Authority authority) throws SignInException;

  /**
   * Deletes what is kept beyond this process of the tokens that it may have asked for. What is
   * still asked for is not kept any more.
   *
   * @throws SignInException if it can't be deleted
   */
  default void forget() throws SignInException {}
}
