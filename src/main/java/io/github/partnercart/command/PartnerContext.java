package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenClaims;
import io.github.partnercart.signin.Cloud;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who is signed in, as the original's PartnerContext shows it. */
final class PartnerContext {
  private PartnerContext() {}

  /** Shows whom the service is reached as, and where. */
  static JsonObject of(String accessToken, PartnerCenter.Settings settings) {
    AccessTokenClaims claims = AccessTokenClaims.of(accessToken);
    @Nullable Cloud cloud = settings.endpoint().cloud();
    JsonObject account = new JsonObject();
    account.addProperty("Id", claims.account().orElse(null));
    account.addProperty("ObjectId", claims.objectId().orElse(null));
    account.addProperty("Tenant", claims.tenant().orElse(null));
    JsonObject context = new JsonObject();
    context.add("Account", account);
    context.addProperty("Endpoint", settings.endpoint().base().toString());
    context.addProperty("Environment", cloud == null ? null : cloud.name());
    context.addProperty("Locale", settings.locale());
    context.addProperty("ApplicationId", claims.application().orElse(null));
    context.addProperty("Audience", claims.audience().orElse(null));
    context.addProperty("ExpiresOn", claims.expiresOn().map(Instant::toString).orElse(null));
    context.addProperty("Mfa", claims.hasMfa().orElse(null));
    return context;
  }
}
