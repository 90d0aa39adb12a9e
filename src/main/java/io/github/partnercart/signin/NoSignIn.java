package io.github.partnercart.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Nobody has signed in, or what was given can't be used. */
public final class NoSignIn implements AccessTokenSource {
  private final String message;

  /**
   * @param message why there is no token, and how to sign in
   */
  public NoSignIn(String message) {
    this.message = message;
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException {
    throw new SignInException(message);
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
    return false;
  }
}
