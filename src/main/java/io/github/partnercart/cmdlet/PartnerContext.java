package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenClaims;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.SignInException;

/** Who is signed in, as the original's PartnerContext shows it. */
final class PartnerContext {
  private PartnerContext() {}

  /**
   * Shows whom the service is reached as.
   *
   * @throws SignInException if nobody is signed in
   */
  static JsonObject of(PartnerCenter partnerCenter) throws SignInException {
    AccessTokenClaims claims = AccessTokenClaims.of(partnerCenter.accessTokens().accessToken());
    Endpoint endpoint = partnerCenter.settings().endpoint();
    JsonObject account = new JsonObject();
    account.addProperty("Id", claims.account().orElse(null));
    account.addProperty("ObjectId", claims.objectId().orElse(null));
    account.addProperty("Tenant", claims.tenant().orElse(null));
    JsonObject context = new JsonObject();
    context.add("Account", account);
    context.addProperty("Endpoint", endpoint.base().toString());
    context.addProperty(
        "Environment",
        Cloud.withPartnerCenter(endpoint.base().toString()).map(Cloud::name).orElse(null));
    context.addProperty("Locale", partnerCenter.settings().locale());
    return context;
  }
}
