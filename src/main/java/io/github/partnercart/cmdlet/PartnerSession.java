package io.github.partnercart.cmdlet;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignIns;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A command works with the service as it was when the command was read: {@link
 * #partnerCenter()} is asked then.
 */
public final class PartnerSession {
  private final boolean endpointIsGiven;
  private final SignIns signIns;
  private Cloud cloud;
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
    this.cloud = cloud;
    this.signIns = signIns;
  }

  /** The service as the partner reaches it who is signed in now. */
  public synchronized PartnerCenter partnerCenter() {
    return partnerCenter;
  }

  synchronized Cloud cloud() {
    return cloud;
  }

  SignIns signIns() {
    return signIns;
  }

  /**
   * Signs in.
   *
   * @param environment the cloud to go to; empty to stay at the present one
   * @param newRefreshTokens gives each refresh token that came and was not handed on, once
   */
  synchronized PartnerCenter connect(
      AccessTokenSource accessTokens,
      Optional<Cloud> environment,
      Supplier<@Nullable Secret> newRefreshTokens) {
    Endpoint present = partnerCenter.settings().endpoint();
    Endpoint endpoint = endpointIsGiven ? present : environment.map(Endpoint::of).orElse(present);
    cloud = environment.orElse(cloud);
    newRefreshToken = newRefreshTokens;
    partnerCenter = partnerCenter.with(endpoint, accessTokens);
    return partnerCenter;
  }

  /**
   * Forgets the sign-in.
   *
   * @return the refresh token that came last, if the user does not have it
   * @throws SignInException if what is kept of it can't be deleted; it is not used any more all the
   *     same
   */
  synchronized Optional<Secret> disconnect() throws SignInException {
    Optional<Secret> unknown = Optional.ofNullable(newRefreshToken.get());
    AccessTokenSource before = partnerCenter.accessTokens();
    connect(new NoSignIn("Run Connect-PartnerCenter to login."), Optional.empty(), () -> null);
    before.forget();
    return unknown;
  }
}
