package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequests;
import java.net.MalformedURLException;
import java.net.ProxySelector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for tokens through MSAL4J. */
public final class MsalTokenRequests implements TokenRequests {
  private final JdkHttpClient http;
  private final Credentials credentials;

  /**
   * @param proxies the ways out to the identity service
   */
  public MsalTokenRequests(ProxySelector proxies) {
    this(proxies, JdkHttpClient.Patience.DEFAULT);
  }

  MsalTokenRequests(ProxySelector proxies, JdkHttpClient.Patience patience) {
    this.http = new JdkHttpClient(proxies, patience);
    this.credentials = new Credentials(http);
  }

  @Override
  public TokenRequest of(SignInMethod method, Authority authority) throws SignInException {
    if (method instanceof SignInMethod.ServicePrincipal principal) {
      return (claims, account) -> ofServicePrincipal(principal, authority, claims);
    }
    if (method instanceof SignInMethod.ManagedIdentity identity) {
      return (claims, account) -> ofManagedIdentity(identity, authority, claims);
    }
    if (method instanceof SignInMethod.RefreshToken refreshToken) {
      return new ReplacedRefreshToken(
          refreshToken, token -> new RefreshTokenRequest(token, authority, this));
    }
    if (method instanceof SignInMethod.DeviceCode deviceCode) {
      return new UserTokenRequest(
          publicApplication(deviceCode.application(), authority),
          authority,
          UserTokenRequest.withDeviceCode(deviceCode.prompt()));
    }
    SignInMethod.InteractiveBrowser interactive = (SignInMethod.InteractiveBrowser) method;
    return new UserTokenRequest(
        publicApplication(interactive.application(), authority),
        authority,
        UserTokenRequest.withBrowser(interactive.browser()));
  }

  private IssuedToken ofServicePrincipal(
      SignInMethod.ServicePrincipal principal, Authority authority, @Nullable String claims)
      throws SignInException {
    String host = authority.host().getAuthority();
    // A new application each time: its credential may have been replaced, and the token it has
    // cached is the one to be replaced.
    ConfidentialClientApplication application =
        confidentialApplication(principal.application(), principal.proof(), authority);
    return Answers.issued(
        Answers.await(
            host,
            () ->
                Answers.of(
                    application.acquireToken(
                        ClientCredentialParameters.builder(Set.of(authority.scope()))
                            .claims(claims(claims))
                            .build()))),
        host);
  }

  private IssuedToken ofManagedIdentity(
      SignInMethod.ManagedIdentity identity, Authority authority, @Nullable String claims)
      throws SignInException {
    ManagedIdentityApplication application =
        ManagedIdentityApplication.builder(
                identity
                    .clientId()
                    .map(ManagedIdentityId::userAssignedClientId)
                    .orElseGet(ManagedIdentityId::systemAssigned))
            .httpClient(http)
            .disableInternalRetries()
            .build();
    String host = "The machine's managed identity";
    ManagedIdentityParameters.ManagedIdentityParametersBuilder parameters =
        ManagedIdentityParameters.builder(authority.resource()).forceRefresh(true);
    if (claims != null) {
      parameters.claims(claims);
    }
    return Answers.issued(
        Answers.await(
            host, () -> Answers.of(application.acquireTokenForManagedIdentity(parameters.build()))),
        host);
  }

  ConfidentialClientApplication confidentialApplication(
      Application application, Proof proof, Authority authority) throws SignInException {
    try {
      return ConfidentialClientApplication.builder(
              application.clientId(), credentials.of(proof, authority))
          .authority(authority.ofTenant(application.tenant()))
          .validateAuthority(authority.isKnown())
          .instanceDiscovery(authority.isKnown())
          .httpClient(http)
          .disableInternalRetries()
          .build();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw noApplication(application);
    }
  }

  PublicClientApplication publicApplication(Application application, Authority authority)
      throws SignInException {
    try {
      return PublicClientApplication.builder(application.clientId())
          .authority(authority.ofTenant(application.tenant()))
          .validateAuthority(authority.isKnown())
          .instanceDiscovery(authority.isKnown())
          .httpClient(http)
          .disableInternalRetries()
          .build();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw noApplication(application);
    }
  }

  private static SignInException noApplication(Application application) {
    return new SignInException(
        "Nobody can sign in as %s: check the application's id and the tenant's."
            .formatted(application));
  }

  static @Nullable ClaimsRequest claims(@Nullable String claims) {
    return claims == null ? null : ClaimsRequest.formatAsClaimsRequest(claims);
  }
}
