package io.github.partnercart.signin.msal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.AbstractClientApplicationBase;
import io.github.partnercart.json.Members;
import io.github.partnercart.signin.Secret;
import java.util.Optional;

/** The refresh token that an application got, which MSAL4J shows in its serialized cache only. */
final class RefreshTokens {
  private RefreshTokens() {}

  /** Finds the refresh token; empty where the identity service gave none. */
  static Optional<Secret> in(AbstractClientApplicationBase application) {
    JsonObject cache =
        JsonParser.parseString(application.tokenCache().serialize()).getAsJsonObject();
    return Members.find(cache, "RefreshToken")
        .filter(JsonElement::isJsonObject)
        .flatMap(tokens -> tokens.getAsJsonObject().asMap().values().stream().findFirst())
        .flatMap(token -> Members.findString(token.getAsJsonObject(), "secret"))
        .map(Secret::new);
  }
}
