package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a cart's order groups: an order, or an error, for each.
 *
 * @param orders by their group
 * @param errors as in a CartCheckoutResult
 */
record Checkout(Map<String, JsonObject> orders, JsonArray errors) {

  /**
   * Places the orders that are not there yet.
   *
   * @param placed those of the cart's earlier checkouts, by their group
   * @param isFirst whether it is the cart's first checkout
   */
  static Checkout of(
      JsonObject cart,
      String customerId,
      Instant now,
      Map<String, JsonObject> placed,
      boolean isFirst) {
    Map<String, List<JsonObject>> groups = new LinkedHashMap<>();
    for (JsonElement item : cart.getAsJsonArray("lineItems")) {
      String group = Catalog.text(item.getAsJsonObject().get("orderGroup"));
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(item.getAsJsonObject());
    }
    var checkout = new Checkout(new LinkedHashMap<>(placed), new JsonArray());
    groups.forEach(
        (group, items) -> {
          JsonObject error = firstError(items);
          if (error == null && isFirst) {
            error = Scenario.orderError(items);
          }
          if (error == null) {
            checkout.orders.computeIfAbsent(group, key -> order(items, customerId, now));
          } else {
            checkout.errors.add(orderError(group, error));
          }
        });
    return checkout;
  }

  JsonObject asBody() {
    var body = new JsonObject();
    var all = new JsonArray();
    orders.values().forEach(all::add);
    body.add("orders", all);
    body.add("orderErrors", errors);
    body.add("attributes", objectType("CartCheckoutResult"));
    return body;
  }

  private static @Nullable JsonObject firstError(List<JsonObject> items) {
    for (JsonObject item : items) {
      if (item.get("error") instanceof JsonObject error) {
        return error;
      }
      JsonObject addonError = firstError(addons(item));
      if (addonError != null) {
        return addonError;
      }
    }
    return null;
  }

  private static JsonObject orderError(String group, JsonObject error) {
    var orderError = new JsonObject();
    orderError.addProperty("orderGroupId", group);
    orderError.add("code", error.get("errorCode"));
    orderError.add("description", error.get("errorDescription"));
    return orderError;
  }

  private static JsonObject order(List<JsonObject> items, String customerId, Instant now) {
    String id = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    var order = new JsonObject();
    order.addProperty("id", id);
    order.addProperty("alternateId", id);
    order.addProperty("referenceCustomerId", customerId);
    copy("billingCycle", items.get(0), order, "billingCycle");
    copy("currencyCode", items.get(0), order, "currencyCode");
    var lines = new JsonArray();
    addLines(items, lines);
    order.add("lineItems", lines);
    order.addProperty("totalPrice", Prices.total(items));
    order.addProperty("creationDate", CartBody.timestamp(now));
    order.addProperty("status", Scenario.orderStatus(items));
    order.addProperty("transactionType", "UserPurchase");
    order.add("links", CartBody.self("/customers/" + customerId + "/orders/" + id));
    order.add("attributes", objectType("Order"));
    return order;
  }

  private static void addLines(List<JsonObject> items, JsonArray lines) {
    for (JsonObject item : items) {
      var line = new JsonObject();
      line.addProperty("lineItemNumber", lines.size());
      copy("catalogItemId", item, line, "offerId");
      copy("termDuration", item, line, "termDuration");
      line.addProperty("transactionType", "New");
      copy("friendlyName", item, line, "friendlyName");
      copy("quantity", item, line, "quantity");
      lines.add(line);
      addLines(addons(item), lines);
    }
  }

  private static List<JsonObject> addons(JsonObject item) {
    List<JsonObject> addons = new ArrayList<>();
    if (item.get("addonItems") instanceof JsonArray array) {
      array.forEach(addon -> addons.add(addon.getAsJsonObject()));
    }
    return addons;
  }

  private static void copy(String name, JsonObject from, JsonObject to, String newName) {
    JsonElement value = from.get(name);
    if (value != null) {
      to.add(newName, value);
    }
  }

  private static JsonObject objectType(String type) {
    var attributes = new JsonObject();
    attributes.addProperty("objectType", type);
    return attributes;
  }
}
