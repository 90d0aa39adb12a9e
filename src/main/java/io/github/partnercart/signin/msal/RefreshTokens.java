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

  /**
   * Finds the refresh token; empty where the identity service gave none.
   *
   * @param account the user whose it is; empty where none is known
   */
  static Optional<Secret> in(AbstractClientApplicationBase application, Optional<String> account) {
    JsonObject cache =
        JsonParser.parseString(application.tokenCache().serialize()).getAsJsonObject();
    return Members.find(cache, "RefreshToken")
        .filter(JsonElement::isJsonObject)
        .flatMap(tokens -> of(account, tokens.getAsJsonObject()))
        .flatMap(token -> Members.findString(token, "secret"))
        .map(Secret::new);
  }

  private static Optional<JsonObject> of(Optional<String> account, JsonObject tokens) {
    return tokens.asMap().values().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(token -> Members.findString(token, "home_account_id").equals(account))
        .findFirst();
  }
}
