package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exchanges a refresh token for an access token and the next refresh token. */
final class RefreshTokenRequest implements TokenRequest {
  private final SignInMethod.RefreshToken method;
  private final Authority authority;
  private final MsalTokenRequests applications;
  private volatile Secret refreshToken;

  RefreshTokenRequest(
      SignInMethod.RefreshToken method, Authority authority, MsalTokenRequests applications) {
    this.method = method;
    this.authority = authority;
    this.applications = applications;
    this.refreshToken = method.refreshToken();
  }

  @Override
  public synchronized IssuedToken request(@Nullable String claims, Optional<String> account)
      throws SignInException {
    String host = authority.host().getAuthority();
    AbstractClientApplicationBase application =
        method.proof().isPresent()
            ? applications.confidentialApplication(
                method.application(), method.proof().get(), authority)
            : applications.publicApplication(method.application(), authority);
    IAuthenticationResult result =
        Answers.await(
            host,
            () ->
                Answers.of(
                    application
                        .acquireToken(
                            RefreshTokenParameters.builder(
                                    Set.of(authority.scope()), refreshToken.text())
                                .claims(MsalTokenRequests.claims(claims))
                                .build())
                        .whenComplete((issued, failure) -> keepNew(application, issued))
                        // The one who stops waiting does not keep the new refresh token from
                        // coming.
                        .copy()));
    return Answers.issued(result, host, account);
  }

  private void keepNew(
      AbstractClientApplicationBase application, @Nullable IAuthenticationResult issued) {
    if (issued == null) {
      return;
    }
    Optional<Secret> next = RefreshTokens.in(application, Answers.account(issued));
    if (next.isPresent() && !next.get().equals(refreshToken)) {
      refreshToken = next.get();
      method.onNewRefreshToken().accept(refreshToken);
    }
  }
}
