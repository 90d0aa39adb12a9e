package io.github.partnercart.cmdlet;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignIns;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A command works with the service as it was when the command was read: {@link
 * #partnerCenter()} is asked then.
 */
public final class PartnerSession {
  /** Nothing may be bought as whoever was signed in before. */
  public static final String LAST_ONE_FAILED =
      "Run Connect-PartnerCenter to login: the last one failed.";

  private final boolean endpointIsGiven;
  private final SignIns signIns;
  private final Cloud cloudAtStart;
  private final Endpoint endpointAtStart;
  private PartnerCenter partnerCenter;
  private Supplier<@Nullable Secret> newRefreshToken = () -> null;

  /**
   * @param partnerCenter the service with the sign-in to start with
   * @param endpointIsGiven whether its address stands, whatever environment is connected
   * @param cloud the environment to start in
   * @param signIns makes other sign-ins
   */
  public PartnerSession(
      PartnerCenter partnerCenter, boolean endpointIsGiven, Cloud cloud, SignIns signIns) {
    this.partnerCenter = partnerCenter;
    this.endpointIsGiven = endpointIsGiven;
    this.cloudAtStart = cloud;
    this.endpointAtStart = partnerCenter.settings().endpoint();
    this.signIns = signIns;
  }

  /** The service as the partner reaches it who is signed in now. */
  public synchronized PartnerCenter partnerCenter() {
    return partnerCenter;
  }

  /** Where to sign in if the user does not say. */
  Cloud cloudAtStart() {
    return cloudAtStart;
  }

  SignIns signIns() {
    return signIns;
  }

  /**
   * Signs in.
   *
   * @param environment the cloud to go to; empty for the one to start in, whatever came between
   * @param newRefreshTokens gives each refresh token that came and was not handed on, once
   */
  synchronized PartnerCenter connect(
      AccessTokenSource accessTokens,
      Optional<Cloud> environment,
      Supplier<@Nullable Secret> newRefreshTokens) {
    Endpoint endpoint =
        endpointIsGiven ? endpointAtStart : environment.map(Endpoint::of).orElse(endpointAtStart);
    newRefreshToken = newRefreshTokens;
    partnerCenter = partnerCenter.with(endpoint, accessTokens);
    return partnerCenter;
  }

  /**
   * Forgets the sign-in.
   *
   * @param message why nobody is signed in, and how to sign in
   */
  public synchronized void disconnect(String message) {
    connect(new NoSignIn(message), Optional.empty(), newRefreshToken);
  }

  /** Gives the refresh token that came last, once, if the user does not have it. */
  synchronized Optional<Secret> newRefreshToken() {
    return Optional.ofNullable(newRefreshToken.get());
  }
}
