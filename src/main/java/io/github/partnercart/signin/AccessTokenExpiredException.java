package io.github.partnercart.signin;

/** The access token that was given has ended; only another one helps. */
public final class AccessTokenExpiredException extends SignInException {
  private static final long serialVersionUID = 1;

  AccessTokenExpiredException() {
    super("The access token has expired. Generate a new one and try again.");
  }
}
