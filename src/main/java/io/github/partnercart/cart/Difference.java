package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.Members;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a cart that the service answered is unlike the one that was sent: in the number of line
 * items, in a catalog item or in a quantity. All else is the service's to say.
 *
 * @param path where it is in the cart, such as {@code LineItems[0].Quantity}
 * @param ordered what was sent
 * @param answered what the cart has
 */
public record Difference(String path, JsonElement ordered, JsonElement answered) {
  private static final String LINE_ITEMS = "LineItems";
  private static final String ADDON_ITEMS = "AddonItems";

  /** What of a line item decides what is bought. */
  private static final List<LineItemMember> BOUGHT =
      List.of(LineItemMember.CatalogItemId, LineItemMember.Quantity);

  /**
   * Compares two carts, service-shaped. Line items that only stand in another order are the same.
   */
  static List<Difference> between(JsonObject ordered, JsonObject answered) {
    List<Difference> found = new ArrayList<>();
    addItems(LINE_ITEMS, items(ordered, LINE_ITEMS), items(answered, LINE_ITEMS), found);
    return found;
  }

  /** The differences in one sentence. */
  public static String warning(List<Difference> differences) {
    return differences.stream()
        .map(d -> "%s is %s and was ordered as %s".formatted(d.path, d.answered, d.ordered))
        .collect(Collectors.joining("; ", "The cart is not what was ordered: ", "."));
  }

  /** As an answer shows them. */
  public static JsonArray toJson(List<Difference> differences) {
    JsonArray all = new JsonArray(differences.size());
    for (Difference difference : differences) {
      JsonObject one = new JsonObject();
      one.addProperty("Path", difference.path);
      one.add("Ordered", difference.ordered);
      one.add("Answered", difference.answered);
      all.add(one);
    }
    return all;
  }

  private static void addItems(
      String path, List<JsonObject> ordered, List<JsonObject> answered, List<Difference> found) {
    if (ordered.size() != answered.size()) {
      found.add(
          new Difference(
              path + ".Count",
              new JsonPrimitive(ordered.size()),
              new JsonPrimitive(answered.size())));
    } else if (!bought(ordered).equals(bought(answered))) {
      for (int i = 0; i < ordered.size(); i++) {
        addItem(path + "[" + i + "]", ordered.get(i), answered.get(i), found);
      }
    }
  }

  private static void addItem(
      String path, JsonObject ordered, JsonObject answered, List<Difference> found) {
    for (LineItemMember member : BOUGHT) {
      if (!value(ordered, member).equals(value(answered, member))) {
        found.add(
            new Difference(path + "." + member, find(ordered, member), find(answered, member)));
      }
    }
    addItems(
        path + "." + ADDON_ITEMS, items(ordered, ADDON_ITEMS), items(answered, ADDON_ITEMS), found);
  }

  /** What is bought, in an order that does not depend on that of the items. */
  private static List<String> bought(List<JsonObject> items) {
    return items.stream()
        .map(
            item ->
                value(item, LineItemMember.CatalogItemId)
                    + " "
                    + value(item, LineItemMember.Quantity)
                    + bought(items(item, ADDON_ITEMS)))
        .sorted()
        .toList();
  }

  private static String value(JsonObject item, LineItemMember member) {
    String text =
        Members.findText(item, member.restName()).orElse("").strip().toLowerCase(Locale.ROOT);
    if (member == LineItemMember.Quantity) {
      try {
        return new BigDecimal(text).stripTrailingZeros().toString();
      } catch (NumberFormatException e) {
        return text;
      }
    }
    return text;
  }

  private static JsonElement find(JsonObject item, LineItemMember member) {
    return Members.find(item, member.restName()).orElse(JsonNull.INSTANCE);
  }

  private static List<JsonObject> items(JsonObject of, String name) {
    return CartLineItem.itemsOf(Members.find(of, name)).map(CartLineItem::rest).toList();
  }
}
