package io.github.partnercart.journal;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be sent.
 *
 * @param by who sends it
 * @param content the digest of each parameter
 * @param cart the cart that is changed or checked out; empty where one is created
 * @param requestId its MS-RequestId
 * @param body the cart that is sent, service-shaped; null for a checkout
 * @param madeFrom the state of the cart that the body was made from; null where there was none
 */
public record Sent(
    By by,
    Map<String, String> content,
    String cart,
    UUID requestId,
    @Nullable JsonObject body,
    @Nullable String madeFrom) {
  /**
   * Who sends a request, and where to.
   *
   * @param account the account's name
   * @param service the service's address
   */
  public record By(String account, String service) {}

  /** The same request under another RequestId. */
  public Sent with(UUID other) {
    return new Sent(by, content, cart, other, body, madeFrom);
  }

  static Sent of(JsonObject json) {
    Map<String, String> content = new TreeMap<>();
    json.getAsJsonObject("Content")
        .entrySet()
        .forEach(entry -> content.put(entry.getKey(), entry.getValue().getAsString()));
    return new Sent(
        new By(json.get("Account").getAsString(), json.get("Service").getAsString()),
        content,
        json.get("Cart").getAsString(),
        UUID.fromString(json.get("RequestId").getAsString()),
        json.get("Body") instanceof JsonPrimitive body
            ? JsonParser.parseString(body.getAsString()).getAsJsonObject()
            : null,
        json.get("MadeFrom") instanceof JsonPrimitive state ? state.getAsString() : null);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("Account", by.account());
    json.addProperty("Service", by.service());
    JsonObject digests = new JsonObject();
    content.forEach(digests::addProperty);
    json.add("Content", digests);
    json.addProperty("Cart", cart);
    json.addProperty("RequestId", requestId.toString());
    // As text, as it may be nested as deep as a record may be.
    json.add("Body", body == null ? JsonNull.INSTANCE : new JsonPrimitive(body.toString()));
    json.add("MadeFrom", madeFrom == null ? JsonNull.INSTANCE : new JsonPrimitive(madeFrom));
    return json;
  }
}
