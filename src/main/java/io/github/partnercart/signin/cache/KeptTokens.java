package io.github.partnercart.signin.cache;

import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Secret;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens as they are kept: a JSON object. */
final class KeptTokens {
  private KeptTokens() {}

  static byte[] written(IssuedToken issued) {
    JsonObject json = new JsonObject();
    json.addProperty("AccessToken", issued.token().text());
    json.addProperty("IssuedOn", issued.issuedOn().toString());
    json.addProperty("RefreshOn", issued.refreshOn().toString());
    json.addProperty("ExpiresOn", issued.expiresOn().toString());
    issued.account().ifPresent(account -> json.addProperty("Account", account));
    issued.refreshToken().ifPresent(token -> json.addProperty("RefreshToken", token.text()));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what was written; empty for all else, which the next sign-in then replaces. */
  static Optional<IssuedToken> read(byte @Nullable [] data) {
    try {
      if (data != null && JsonReading.OF_ANSWERS.read(data) instanceof JsonObject json) {
        IssuedToken issued =
            new IssuedToken(
                new Secret(text(json, "AccessToken")),
                Instant.parse(text(json, "IssuedOn")),
                Instant.parse(text(json, "ExpiresOn")),
                Instant.parse(text(json, "RefreshOn")),
                Members.findString(json, "Account"),
                Members.findString(json, "RefreshToken").map(Secret::new));
        return Optional.of(issued).filter(kept -> !kept.token().text().isEmpty());
      }
    } catch (InvalidJsonException | DateTimeException e) {
      // A file that was cut off, or is not of this program.
    }
    return Optional.empty();
  }

  private static String text(JsonObject json, String name) {
    return Members.findString(json, name).orElse("");
  }
}
