package io.github.partnercart.signin;

import java.time.Clock;
import java.util.function.Consumer;

/** Turns ways to sign in into sources of access tokens; nothing is sent before one is needed. */
public final class SignIns {
  private final TokenRequests requests;
  private final SignInEnvironment environment;
  private final Consumer<String> messages;

  /**
   * @param requests knows how tokens are asked for
   * @param environment knows whom to ask
   * @param messages gets what the user must read, such as a device code
   */
  public SignIns(TokenRequests requests, SignInEnvironment environment, Consumer<String> messages) {
    this.requests = requests;
    this.environment = environment;
    this.messages = messages;
  }

  /**
   * Makes a source of tokens for a cloud's Partner Center.
   *
   * @throws SignInException if the environment names no usable identity service
   */
  public AccessTokenSource with(SignInMethod method, Cloud cloud) throws SignInException {
    return new CachedAccessTokens(
        new TokenRequestOnFirstUse(requests, method, environment.authority(cloud)),
        Clock.systemUTC(),
        SignIns::runInBackground);
  }

  /** Where to tell the user something. */
  public Consumer<String> messages() {
    return messages;
  }

  private static void runInBackground(Runnable request) {
    Thread thread = new Thread(request, "sign-in");
    // A user who never enters the device code does not keep the process alive.
    thread.setDaemon(true);
    thread.start();
  }
}
