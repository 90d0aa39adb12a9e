package io.github.partnercart;

import io.github.partnercart.options.SignInOptions;
import io.github.partnercart.signin.AccessTokenFile;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.SignIns;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequestOnFirstUse;
import io.github.partnercart.signin.TokenRequests;
import io.github.partnercart.signin.cache.TokenCache;
import io.github.partnercart.signin.msal.MsalTokenRequests;
import java.net.ProxySelector;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/** Makes the sign-ins that the options and the environment ask for. */
final class AppSignIn {
  private static final String ACCESS_TOKEN = "PARTNER_CENTER_ACCESS_TOKEN";

  private final SignInOptions options;
  private final Map<String, String> environment;
  private final Consumer<String> messages;

  AppSignIn(SignInOptions options, Map<String, String> environment, Consumer<String> messages) {
    this.options = options;
    this.environment = environment;
    this.messages = messages;
  }

  /** Sign-ins at the identity service. */
  SignIns signIns(ProxySelector proxies) {
    TokenRequests requests =
        (method, authority) ->
            new TokenRequestOnFirstUse(
                (any, where) -> throughMsal(proxies, any, where), method, authority);
    return of(
        options
            .tokenCache()
            .<TokenRequests>map(directory -> new TokenCache(directory, requests, messages))
            .orElse(requests));
  }

  /** The one place that names the package of MSAL4J, which is loaded when it is called. */
  private static TokenRequest throughMsal(
      ProxySelector proxies, SignInMethod method, Authority authority) throws SignInException {
    return new MsalTokenRequests(proxies).of(method, authority);
  }

  /** In the sandbox, every sign-in succeeds, and nothing of it leaves the process. */
  SignIns signInsOfSandbox() {
    return of((method, authority) -> (claims, account) -> tokenOfSandbox());
  }

  private static IssuedToken tokenOfSandbox() {
    return IssuedToken.of(new Secret("sandbox"), Instant.now(), Instant.MAX, Instant.MAX);
  }

  private SignIns of(TokenRequests requests) {
    return new SignIns(requests, signInEnvironment(), messages);
  }

  private SignInEnvironment signInEnvironment() {
    return new SignInEnvironment(environment, messages);
  }

  /** The sign-in to start with. */
  AccessTokenSource accessTokens(SignIns signIns, Cloud cloud) {
    if (options.way().isEmpty() && options.accessTokenFile().isPresent()) {
      return new AccessTokenFile(options.accessTokenFile().get());
    }
    String given = environment.getOrDefault(ACCESS_TOKEN, "");
    if (options.way().isEmpty() && !given.isBlank()) {
      return given(given, ACCESS_TOKEN);
    }
    try {
      return signIns.with(signInEnvironment().method(options.way()), cloud);
    } catch (SignInException e) {
      return new NoSignIn(String.valueOf(e.getMessage()));
    }
  }

  /** A token of the sandbox's own: a real one has no business there. */
  static AccessTokenSource accessTokensOfSandbox() {
    return given("sandbox", "The sandbox");
  }

  private static AccessTokenSource given(String token, String origin) {
    try {
      return GivenAccessToken.of(token, origin);
    } catch (SignInException e) {
      return new NoSignIn(String.valueOf(e.getMessage()));
    }
  }
}
