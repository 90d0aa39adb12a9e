package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.ClaimsRequest;
import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.TokenRequest;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets a user sign in, and later renews the token without asking again. */
final class UserTokenRequest implements TokenRequest {
  /** How an identity service answers to a refresh token that it does not take. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401);

  private static final int MINUTES_FOR_THE_USER = 5;

  /** Starts a user's sign-in. */
  @FunctionalInterface
  interface Start {
    CompletableFuture<IAuthenticationResult> start(
        PublicClientApplication application, Set<String> scopes, @Nullable ClaimsRequest claims);
  }

  private final PublicClientApplication application;
  private final Set<String> scopes;
  private final String host;
  private final Start start;
  private Optional<Secret> refreshToken = Optional.empty();

  UserTokenRequest(PublicClientApplication application, Authority authority, Start start) {
    this.application = application;
    this.scopes = Set.of(authority.scope());
    this.host = authority.host().getAuthority();
    this.start = start;
  }

  /** Signs in with a code that the prompt shows. */
  static Start withDeviceCode(Consumer<String> prompt) {
    return (application, scopes, claims) ->
        application.acquireToken(
            DeviceCodeFlowParameters.builder(scopes, code -> prompt.accept(code.message()))
                .claims(claims)
                .build());
  }

  /** Signs in with a browser that comes back to a port on loopback. */
  static Start withBrowser(Consumer<URI> browser) {
    return (application, scopes, claims) -> {
      // Not MSAL4J's own way to open a browser, which fails where there is no desktop.
      SystemBrowserOptions options =
          SystemBrowserOptions.builder()
              .openBrowserAction(url -> browser.accept(URI.create(url.toString())))
              .build();
      return application.acquireToken(
          InteractiveRequestParameters.builder(URI.create("http://localhost"))
              .scopes(scopes)
              .claims(claims)
              .httpPollingTimeoutInSeconds(MINUTES_FOR_THE_USER * 60)
              .systemBrowserOptions(options)
              .build());
    };
  }

  @Override
  public synchronized IssuedToken request(@Nullable String claims, Optional<String> account)
      throws SignInException {
    IAuthenticationResult result = Answers.await(host, () -> ask(claims));
    IssuedToken issued = Answers.issued(result, host, account);
    refreshToken = RefreshTokens.in(application, issued.account());
    return issued.with(refreshToken);
  }

  @Override
  public synchronized void resume(Secret ofEarlierProcess) {
    if (refreshToken.isEmpty()) {
      refreshToken = Optional.of(ofEarlierProcess);
    }
  }

  private IAuthenticationResult ask(@Nullable String claims)
      throws ExecutionException, InterruptedException {
    ClaimsRequest asked = MsalTokenRequests.claims(claims);
    if (refreshToken.isPresent()) {
      try {
        // Not MSAL4J's silent request, which forgets the port of an identity service of one's own.
        return Answers.of(
            application.acquireToken(
                RefreshTokenParameters.builder(scopes, refreshToken.get().text())
                    .claims(asked)
                    .build()));
      } catch (ExecutionException e) {
        if (!isRefused(e.getCause())) {
          throw e;
        }
        // Only the user can help, whatever is wrong with what is left of the last time.
        refreshToken = Optional.empty();
      }
    }
    return Answers.of(start.start(application, scopes, asked));
  }

  private static boolean isRefused(@Nullable Throwable failure) {
    return failure instanceof MsalInteractionRequiredException
        || (failure instanceof MsalServiceException refusal
            && REFUSALS.contains(Objects.requireNonNullElse(refusal.statusCode(), 0)));
  }
}
