package io.github.partnercart.partnercenter;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent, the same at every attempt.
 *
 * @param requestId the MS-RequestId, by which the service knows a repeated request
 */
record PartnerRequest(String method, URI address, UUID requestId, @Nullable JsonObject body) {
  static PartnerRequest get(URI address, UUID requestId) {
    return new PartnerRequest("GET", address, requestId, null);
  }

  static PartnerRequest post(URI address, UUID requestId, @Nullable JsonObject body) {
    return new PartnerRequest("POST", address, requestId, body);
  }

  static PartnerRequest put(URI address, UUID requestId, JsonObject body) {
    return new PartnerRequest("PUT", address, requestId, body);
  }

  PartnerRequest withBody(@Nullable JsonObject otherBody) {
    return new PartnerRequest(method, address, requestId, otherBody);
  }

  /** Whether it asks for a purchase or a change, rather than only reading. */
  boolean changes() {
    return !method.equals("GET");
  }
}
