package io.github.partnercart.cmdlet;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.NoSignIn;
import java.util.Optional;

/**
 * Who is signed in. A command works with the service as it was when the command was read: {@link
 * #partnerCenter()} is asked then.
 */
public final class PartnerSession {
  private final boolean endpointIsGiven;
  private PartnerCenter partnerCenter;

  /**
   * @param partnerCenter the service with the sign-in to start with
   * @param endpointIsGiven whether its address stands, whatever environment is connected
   */
  public PartnerSession(PartnerCenter partnerCenter, boolean endpointIsGiven) {
    this.partnerCenter = partnerCenter;
    this.endpointIsGiven = endpointIsGiven;
  }

  /** The service as the partner reaches it who is signed in now. */
  public synchronized PartnerCenter partnerCenter() {
    return partnerCenter;
  }

  /**
   * Signs in.
   *
   * @param environment the cloud to go to; empty to stay at the present one
   */
  synchronized PartnerCenter connect(
      AccessTokenSource accessTokens, Optional<Endpoint.Environment> environment) {
    Endpoint present = partnerCenter.settings().endpoint();
    Endpoint endpoint =
        endpointIsGiven ? present : environment.map(Endpoint.Environment::endpoint).orElse(present);
    partnerCenter = partnerCenter.with(endpoint, accessTokens);
    return partnerCenter;
  }

  /** Forgets the sign-in. */
  void disconnect() {
    connect(new NoSignIn("Run Connect-PartnerCenter to login."), Optional.empty());
  }
}
