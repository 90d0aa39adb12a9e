package io.github.partnercart.signin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What an access token says of itself, if it is a JWT. Nothing of it is verified: it is shown, and
 * spares a request that can't succeed.
 *
 * @param claims the token's payload; empty for a token that can't be read
 */
public record AccessTokenClaims(JsonObject claims) {
  /** Reads a token. */
  public static AccessTokenClaims of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length == 3) {
      try {
        byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
        if (JsonReading.OF_ANSWERS.read(payload) instanceof JsonObject claims) {
          return new AccessTokenClaims(claims);
        }
      } catch (IllegalArgumentException | InvalidJsonException e) {
        // An opaque token that happens to have dots.
      }
    }
    return new AccessTokenClaims(new JsonObject());
  }

  /** The service that the token is for: an address, or an application's id. */
  public Optional<String> audience() {
    return Members.findString(claims, "aud");
  }

  /** Whether it is a user's; empty for a token that can't be read. */
  private Optional<Boolean> isOfUser() {
    return audience().map(aud -> Members.findString(claims, "scp").isPresent());
  }

  /** Whether a user has signed in with multi-factor authentication; empty for an application. */
  public Optional<Boolean> hasMfa() {
    return isOfUser()
        .filter(isOfUser -> isOfUser)
        .map(
            user ->
                Members.find(claims, "amr").orElse(JsonNull.INSTANCE) instanceof JsonArray methods
                    && methods.contains(new JsonPrimitive("mfa")));
  }

  boolean isWithoutMfa() {
    return hasMfa().filter(hasMfa -> !hasMfa).isPresent();
  }

  /** When the token ends. */
  public Optional<Instant> expiresOn() {
    return Members.find(claims, "exp")
        .filter(exp -> exp instanceof JsonPrimitive p && p.isNumber())
        .map(JsonElement::getAsString)
        .filter(seconds -> seconds.matches("\\d{1,11}"))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
  }

  /** The user's name, or the application's id. */
  public Optional<String> account() {
    return Members.findString(claims, "upn")
        .or(() -> Members.findString(claims, "unique_name"))
        .or(() -> Members.findString(claims, "appid"));
  }

  /** The id of the user or the application in its tenant. */
  public Optional<String> objectId() {
    return Members.findString(claims, "oid");
  }

  /** The id of the application that the token was issued to. */
  public Optional<String> application() {
    return Members.findString(claims, "appid").or(() -> Members.findString(claims, "azp"));
  }

  /** The id of the partner's tenant. */
  public Optional<String> tenant() {
    return Members.findString(claims, "tid");
  }

  @Override
  public String toString() {
    return "AccessTokenClaims";
  }
}
