package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Line items as they are answered: what was sent, with the members that the service adds. */
final class LineItems {
  private static final MemberNames NAMES =
      new MemberNames(
          "id",
          "catalogItemId",
          "friendlyName",
          "quantity",
          "currencyCode",
          "billingCycle",
          "termDuration",
          "participants",
          "provisioningContext",
          "orderGroup",
          "addonItems",
          "renewsTo",
          "promotionId",
          "attestationAccepted",
          "customTermEndDate",
          "pricing",
          "error");
  private static final MemberNames PARTICIPANT = new MemberNames("key", "value");
  private static final MemberNames RENEWS_TO = new MemberNames("termDuration");

  private LineItems() {}

  /** Returns the line items of a cart, in the order that they were sent in. */
  static JsonArray answered(@Nullable JsonElement sent) throws RefusedException {
    if (sent == null || !sent.isJsonArray() || sent.getAsJsonArray().isEmpty()) {
      throw new RefusedException("The member lineItems must be an array with a line item or more.");
    }
    JsonArray items = items(sent.getAsJsonArray());
    group(items);
    return items;
  }

  private static JsonArray items(JsonArray sent) throws RefusedException {
    var items = new JsonArray();
    for (JsonElement element : sent) {
      if (!element.isJsonObject()) {
        throw new RefusedException("A line item must be an object, not " + element + ".");
      }
      items.add(item(NAMES.documented(element.getAsJsonObject()), items.size()));
    }
    return items;
  }

  private static JsonObject item(JsonObject sent, int id) throws RefusedException {
    checkTypes(sent);
    var item = new JsonObject();
    for (String name : NAMES.inOrder()) {
      JsonElement answered = member(name, sent, id);
      if (answered != null) {
        item.add(name, answered);
      }
    }
    for (var member : sent.entrySet()) {
      if (!item.has(member.getKey())) {
        item.add(member.getKey(), member.getValue());
      }
    }
    return item;
  }

  private static @Nullable JsonElement member(String name, JsonObject sent, int id)
      throws RefusedException {
    JsonElement value = sent.get(name);
    return switch (name) {
      case "id" -> new JsonPrimitive(id);
      case "currencyCode" -> Catalog.text(value).isEmpty() ? new JsonPrimitive("USD") : value;
      case "participants" -> value == null ? new JsonArray() : PARTICIPANT.documentedWithin(value);
      case "pricing" -> Catalog.error(sent) == null ? Prices.of(sent) : null;
      case "error" -> {
        JsonObject error = Catalog.error(sent);
        yield error == null ? JsonNull.INSTANCE : error;
      }
      default -> value == null || value.isJsonNull() ? value : valueOf(name, value);
    };
  }

  private static JsonElement valueOf(String name, JsonElement sent) throws RefusedException {
    return switch (name) {
      case "billingCycle" -> {
        String cycle = Catalog.billingCycle(sent);
        yield cycle == null ? sent : new JsonPrimitive(cycle);
      }
      case "addonItems" -> items(sent.getAsJsonArray());
      case "renewsTo" -> RENEWS_TO.documentedWithin(sent);
      default -> sent;
    };
  }

  private static void checkTypes(JsonObject item) throws RefusedException {
    JsonElement quantity = item.get("quantity");
    boolean none = quantity == null || quantity.isJsonNull();
    if (!none && Catalog.wholeNumber(quantity).isEmpty()) {
      throw new RefusedException(
          "The quantity must be a whole number up to 2147483647, not " + quantity + ".");
    }
    JsonElement addons = item.get("addonItems");
    if (addons != null && !addons.isJsonArray() && !addons.isJsonNull()) {
      throw new RefusedException("The member addonItems must be an array, not " + addons + ".");
    }
  }

  private static void group(JsonArray items) {
    Map<String, JsonElement> groups = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (JsonElement item : items) {
      JsonElement group = item.getAsJsonObject().get("orderGroup");
      if (!Catalog.text(group).isEmpty()) {
        groups.putIfAbsent(boughtTogether(item.getAsJsonObject()), group);
        taken.add(Catalog.text(group));
      }
    }
    for (JsonElement element : items) {
      JsonObject item = element.getAsJsonObject();
      if (Catalog.text(item.get("orderGroup")).isEmpty()) {
        item.add("orderGroup", groups.computeIfAbsent(boughtTogether(item), key -> unused(taken)));
      }
    }
  }

  private static String boughtTogether(JsonObject item) {
    return Catalog.text(item.get("billingCycle")) + " " + Catalog.text(item.get("currencyCode"));
  }

  private static JsonPrimitive unused(Set<String> taken) {
    int number = 0;
    while (!taken.add(String.valueOf(number))) {
      number++;
    }
    return new JsonPrimitive(String.valueOf(number));
  }
}
