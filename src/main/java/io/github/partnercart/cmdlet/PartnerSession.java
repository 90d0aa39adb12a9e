package io.github.partnercart.cmdlet;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.SignIns;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is signed in, and the service as that partner reaches it. */
public final class PartnerSession {
  private final PartnerCenter.Settings settings;
  private final boolean endpointIsGiven;
  private final SignIns signIns;
  private Cloud cloud;
  private Endpoint endpoint;
  private AccessTokenSource accessTokens;
  private @Nullable PartnerCenter partnerCenter;

  /**
   * @param endpointIsGiven whether the settings' endpoint stands, whatever environment is connected
   * @param cloud the environment to start in
   * @param accessTokens the sign-in to start with
   * @param signIns makes other sign-ins
   */
  public PartnerSession(
      PartnerCenter.Settings settings,
      boolean endpointIsGiven,
      Cloud cloud,
      AccessTokenSource accessTokens,
      SignIns signIns) {
    this.settings = settings;
    this.endpointIsGiven = endpointIsGiven;
    this.cloud = cloud;
    this.signIns = signIns;
    this.endpoint = settings.endpoint();
    this.accessTokens = accessTokens;
  }

  /** The service; made when it is first asked for, as that takes time. */
  synchronized PartnerCenter partnerCenter() {
    if (partnerCenter == null) {
      partnerCenter = new PartnerCenter(settings.withEndpoint(endpoint), accessTokens);
    }
    return partnerCenter;
  }

  synchronized AccessTokenSource accessTokens() {
    return accessTokens;
  }

  synchronized Endpoint endpoint() {
    return endpoint;
  }

  synchronized Cloud cloud() {
    return cloud;
  }

  SignIns signIns() {
    return signIns;
  }

  String locale() {
    return settings.locale();
  }

  /**
   * Signs in; commands that are under way go on as they were.
   *
   * @param environment the cloud to go to; empty to stay at the present one
   */
  synchronized void connect(AccessTokenSource newAccessTokens, Optional<Cloud> environment) {
    accessTokens = newAccessTokens;
    cloud = environment.orElse(cloud);
    if (environment.isPresent() && !endpointIsGiven) {
      endpoint = Endpoint.of(cloud);
    }
    partnerCenter = null;
  }

  /** Forgets the sign-in. */
  synchronized void disconnect() {
    accessTokens = new NoSignIn("Run Connect-PartnerCenter to login.");
    partnerCenter = null;
  }
}
