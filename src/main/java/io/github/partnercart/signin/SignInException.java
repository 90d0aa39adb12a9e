package io.github.partnercart.signin;

/** There is no access token to send; the message says why and what to do. Holds no secret. */
public final class SignInException extends Exception {
  private static final long serialVersionUID = 1;

  public SignInException(String message) {
    super(message);
  }

  public SignInException(String message, Throwable cause) {
    super(message, cause);
  }
}
