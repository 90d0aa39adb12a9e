package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** A cart as it is answered: what was sent, with the members that the service adds. */
final class CartBody {
  private static final Duration LIFE = Duration.ofDays(7);
  private static final String LAST_USER = "2713ccd9-ea3c-470a-9cfb-451d5d0482cc";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final MemberNames NAMES =
      new MemberNames(
          "id",
          "creationTimestamp",
          "lastModifiedTimestamp",
          "expirationTimestamp",
          "lastModifiedUser",
          "status",
          "lineItems",
          "links",
          "attributes");
  private static final Set<String> LAST = Set.of("links", "attributes");
  private static final MemberNames ATTRIBUTES = new MemberNames("objectType", "etag");

  private CartBody() {}

  /** Returns the cart that a client sent, under the documented member names. */
  static JsonObject documented(JsonObject sent) {
    return NAMES.documented(sent);
  }

  static JsonObject answered(
      JsonObject sent, String customerId, String cartId, Instant created, Instant modified)
      throws RefusedException {
    var cart = new JsonObject();
    cart.addProperty("id", cartId);
    cart.addProperty("creationTimestamp", timestamp(created));
    cart.addProperty("lastModifiedTimestamp", timestamp(modified));
    cart.addProperty("expirationTimestamp", timestamp(created.plus(LIFE)));
    cart.addProperty("lastModifiedUser", LAST_USER);
    cart.addProperty("status", "Active");
    cart.add("lineItems", LineItems.answered(sent.get("lineItems")));
    for (var member : sent.entrySet()) {
      if (!cart.has(member.getKey()) && !LAST.contains(member.getKey())) {
        cart.add(member.getKey(), member.getValue());
      }
    }
    cart.add("links", self("/customers/" + customerId + "/carts/" + cartId));
    cart.add("attributes", attributes(sent));
    return cart;
  }

  static void markOrdered(JsonObject cart, Instant now) {
    cart.addProperty("lastModifiedTimestamp", timestamp(now));
    cart.addProperty("status", "Ordered");
  }

  static String timestamp(Instant instant) {
    return TIMESTAMP.format(instant);
  }

  static JsonObject self(String address) {
    var self = new JsonObject();
    self.addProperty("uri", address);
    self.addProperty("method", "GET");
    self.add("headers", new JsonArray());
    var links = new JsonObject();
    links.add("self", self);
    return links;
  }

  private static JsonObject attributes(JsonObject sent) {
    JsonObject attributes =
        sent.get("attributes") instanceof JsonObject object
            ? ATTRIBUTES.documented(object)
            : new JsonObject();
    attributes.addProperty("objectType", "Cart");
    return attributes;
  }
}
