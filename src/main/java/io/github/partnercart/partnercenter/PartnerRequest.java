package io.github.partnercart.partnercenter;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is sent.
 *
 * @param kind what it asks for
 * @param requestId the MS-RequestId, by which the service knows a retry
 */
record PartnerRequest(Kind kind, URI address, UUID requestId, @Nullable JsonObject body) {
  /** What a request asks for. */
  enum Kind {
    READ("GET", false),
    /** Only asks whether the sign-in was made with multi-factor authentication. */
    MFA_VALIDATION("GET", false),
    CREATION("POST", true),
    UPDATE("PUT", true),
    CHECKOUT("POST", true);

    private final String method;
    private final boolean changes;

    Kind(String method, boolean changes) {
      this.method = method;
      this.changes = changes;
    }
  }

  String method() {
    return kind.method;
  }

  /** Whose requests the service limits together: the address up to the customer. */
  String customer() {
    String path = address.getRawPath();
    int start = path.indexOf("/customers/") + "/customers/".length();
    int end = path.indexOf('/', start);
    return end < 0 ? path : path.substring(start, end);
  }

  PartnerRequest withRequestId(UUID other) {
    return new PartnerRequest(kind, address, other, body);
  }

  /** Whether it asks for a purchase or a change, rather than only reading. */
  boolean changes() {
    return kind.changes;
  }
}
