package io.github.partnercart.signin;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.CanonicalJson;
import java.util.Optional;

/**
 * Who buys: a user or an application of a tenant, as the access token names it. An opaque token is
 * an account of its own.
 *
 * @param name the same for all tokens of the account, and no secret
 * @param tenant the id of the partner's tenant; empty for an opaque token
 */
public record Account(String name, Optional<String> tenant) {
  /** The account of a token, which says that of itself. */
  static Account of(String token, AccessTokenClaims claims) {
    Optional<String> tenant = claims.tenant();
    Optional<String> principal = claims.objectId().or(claims::application);
    if (tenant.isEmpty() || principal.isEmpty()) {
      return new Account(
          "opaque token " + CanonicalJson.digest(new JsonPrimitive(token)), Optional.empty());
    }
    return new Account(principal.get() + " of tenant " + tenant.get(), tenant);
  }

  boolean isOpaque() {
    return tenant.isEmpty();
  }
}
