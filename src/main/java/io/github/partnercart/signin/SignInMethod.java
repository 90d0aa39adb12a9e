package io.github.partnercart.signin;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/** A way to sign in, with all that it needs. */
public sealed interface SignInMethod {
  /** An application of its own, without a user. */
  record ServicePrincipal(Application application, Proof proof) implements SignInMethod {}

  /**
   * The identity that Azure gives the machine.
   *
   * @param clientId which one, where the machine has several; empty for the machine's own
   */
  record ManagedIdentity(Optional<String> clientId) implements SignInMethod {}

  /**
   * An application on behalf of a user who signed in once: the secure application model.
   *
   * @param proof the application's; empty for a public client, which has none
   * @param refreshToken what was left from that sign-in
   * @param onNewRefreshToken gets each refresh token that replaces an earlier one
   * @param replacement finds another refresh token if the present one is refused
   */
  record RefreshToken(
      Application application,
      Optional<Proof> proof,
      Secret refreshToken,
      Consumer<Secret> onNewRefreshToken,
      Replacement replacement)
      implements SignInMethod {
    /** Where there is no other refresh token than the given one. */
    public RefreshToken(
        Application application,
        Optional<Proof> proof,
        Secret refreshToken,
        Consumer<Secret> onNewRefreshToken) {
      this(application, proof, refreshToken, onNewRefreshToken, Optional::empty);
    }

    /** The same with another refresh token. */
    public RefreshToken with(Secret other) {
      return new RefreshToken(application, proof, other, onNewRefreshToken, replacement);
    }
  }

  /** A refresh token that somebody else put in the place of the one that was given. */
  @FunctionalInterface
  interface Replacement {
    /**
     * Finds it.
     *
     * @throws SignInException if there is no refresh token any more
     */
    Optional<Secret> find() throws SignInException;
  }

  /**
   * A user who signs in with a browser on any machine.
   *
   * @param prompt shows the user where to go and which code to enter
   */
  record DeviceCode(Application application, Consumer<String> prompt) implements SignInMethod {}

  /**
   * A user who signs in with a browser on this machine.
   *
   * @param browser opens an address
   */
  record InteractiveBrowser(Application application, Consumer<URI> browser)
      implements SignInMethod {}
}
