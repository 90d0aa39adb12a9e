package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.signin.AccessTokenClaims;
import io.github.partnercart.signin.SignInException;

/** Who is signed in, as the original's PartnerContext shows it. */
final class PartnerContext {
  private PartnerContext() {}

  /**
   * Shows the session.
   *
   * @throws SignInException if nobody is signed in
   */
  static JsonObject of(PartnerSession session) throws SignInException {
    AccessTokenClaims claims = AccessTokenClaims.of(session.accessTokens().accessToken());
    JsonObject account = new JsonObject();
    account.addProperty("Id", claims.account().orElse(null));
    account.addProperty("Tenant", claims.tenant().orElse(null));
    JsonObject context = new JsonObject();
    context.add("Account", account);
    context.addProperty("Endpoint", session.endpoint().base().toString());
    context.addProperty(
        "Environment",
        // An endpoint of its own belongs to no environment.
        session.endpoint().equals(Endpoint.of(session.cloud())) ? session.cloud().name() : null);
    context.addProperty("Locale", session.locale());
    return context;
  }
}
