package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.CanonicalJson;
import io.github.partnercart.json.Members;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A line item of a cart.
 *
 * @param rest the item as the service's REST API has it. The JSON itself is the model, so that a
 *     member which nobody here knows stays what it was.
 */
public record CartLineItem(JsonObject rest) {
  /** Set by the service, and not a part of what is bought. */
  private static final String PURCHASE_SYSTEM = "purchaseSystem";

  /** Whether a list of line items may be empty. */
  public enum Emptiness {
    ALLOWED,
    REFUSED
  }

  /**
   * Reads line items as a user wrote them, in the cmdlets' shape.
   *
   * @param path where they stand, for messages: {@code LineItems}
   * @param written an array of objects, or one object (PowerShell's own unrolling)
   * @throws InvalidValueException at the first value that can't be used
   */
  public static List<CartLineItem> list(String path, JsonElement written, Emptiness emptiness)
      throws InvalidValueException {
    if (!(written instanceof JsonArray array)) {
      return List.of(of(path, written));
    }
    if (array.isEmpty() && emptiness == Emptiness.REFUSED) {
      throw InvalidValueException.emptyArray(
          "Cannot bind argument to parameter '" + path + "' because it is an empty array.");
    }
    List<CartLineItem> items = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      items.add(of(path + "[" + i + "]", array.get(i)));
    }
    return List.copyOf(items);
  }

  /**
   * Reads one line item as a user wrote it.
   *
   * @throws InvalidValueException at the first value that can't be used
   */
  public static CartLineItem of(String path, JsonElement written) throws InvalidValueException {
    if (written.isJsonNull()) {
      throw InvalidValueException.value(path + " is null; it must be a line item.");
    }
    if (!(written instanceof JsonObject object)) {
      throw InvalidValueException.type(
          path + " must be a line item, an object, but was " + LineItemValues.shown(written) + ".");
    }
    JsonObject rest = new JsonObject();
    Set<LineItemMember> seen = EnumSet.noneOf(LineItemMember.class);
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      LineItemMember member = LineItemMember.named(entry.getKey()).orElse(null);
      if (member == null) {
        throw LineItemValues.unknown(path, entry.getKey(), LineItemMember.names());
      }
      if (!seen.add(member)) {
        throw LineItemValues.twice(path, member.name());
      }
      if (!entry.getValue().isJsonNull()) {
        member
            .input()
            .toRest(path + "." + member, entry.getValue())
            .ifPresent(value -> rest.add(member.restName(), value));
      }
    }
    require(path, rest, LineItemMember.CatalogItemId);
    require(path, rest, LineItemMember.Quantity);
    return new CartLineItem(rest);
  }

  private static void require(String path, JsonObject rest, LineItemMember member)
      throws InvalidValueException {
    if (!rest.has(member.restName())) {
      throw InvalidValueException.value(path + " lacks " + member + ".");
    }
  }

  /** The same item, without its id if one of these has it. */
  CartLineItem withIdOtherThan(JsonArray items) {
    JsonElement id = shown(LineItemMember.Id);
    if (itemsOf(Optional.of(items)).noneMatch(item -> item.shown(LineItemMember.Id).equals(id))) {
      return this;
    }
    JsonObject changed = rest.deepCopy();
    Members.remove(changed, LineItemMember.Id.restName());
    return new CartLineItem(changed);
  }

  /** The same for the same item of a cart: the same id, and the same catalog item. */
  private List<JsonElement> identity() {
    return List.of(shown(LineItemMember.Id), shown(LineItemMember.CatalogItemId));
  }

  /**
   * This item of the service, changed to what a user wrote. What the user left as it is shown stays
   * as the service has it to the letter, and so does what nobody here knows.
   */
  CartLineItem changedTo(CartLineItem written) {
    JsonObject changed = rest.deepCopy();
    for (LineItemMember member : LineItemMember.values()) {
      Optional<JsonElement> asked = Members.find(written.rest, member.name());
      if (member.isReadOnly() || !shown(member).equals(written.shown(member))) {
        Members.remove(changed, member.name());
        asked.ifPresent(value -> changed.add(member.restName(), changedTo(member, value)));
      }
    }
    return new CartLineItem(changed);
  }

  private JsonElement changedTo(LineItemMember member, JsonElement asked) {
    Optional<JsonElement> present = Members.find(rest, member.name());
    if (member == LineItemMember.AddonItems && asked instanceof JsonArray items) {
      return merge(present, items);
    }
    if (member == LineItemMember.ProvisioningContext && asked instanceof JsonObject context) {
      return mergeContext(present, context);
    }
    return asked;
  }

  /** A value that only reads the same, as PowerShell shows all as text, stays what it is. */
  private static JsonElement mergeContext(Optional<JsonElement> present, JsonObject asked) {
    if (!(present.orElse(JsonNull.INSTANCE) instanceof JsonObject before)) {
      return asked;
    }
    JsonObject merged = asked.deepCopy();
    for (Map.Entry<String, JsonElement> entry : merged.entrySet()) {
      JsonElement same = before.get(entry.getKey());
      if (same != null && asText(same).equals(asText(entry.getValue()))) {
        entry.setValue(same);
      }
    }
    return merged;
  }

  private static String asText(JsonElement value) {
    return value instanceof JsonPrimitive single ? single.getAsString() : value.toString();
  }

  /**
   * Changes line items to what a user wrote.
   *
   * @param present the items that the service has
   * @param asked the items that are to be there afterwards
   */
  static JsonArray merge(Optional<JsonElement> present, JsonArray asked) {
    Map<List<JsonElement>, CartLineItem> byIdentity = new HashMap<>();
    itemsOf(present).forEach(item -> byIdentity.putIfAbsent(item.identity(), item));
    JsonArray merged = new JsonArray(asked.size());
    for (JsonElement element : asked) {
      CartLineItem item = new CartLineItem(element.getAsJsonObject());
      CartLineItem same = byIdentity.get(item.identity());
      merged.add((same == null ? item : same.changedTo(item)).rest());
    }
    return merged;
  }

  static Stream<CartLineItem> itemsOf(Optional<JsonElement> items) {
    return items.orElse(JsonNull.INSTANCE) instanceof JsonArray array
        ? array.asList().stream()
            .filter(JsonObject.class::isInstance)
            .map(item -> new CartLineItem((JsonObject) item))
        : Stream.empty();
  }

  /** What of the item decides what is bought: all but what the service sets. */
  JsonObject bought() {
    JsonObject bought = new JsonObject();
    rest.entrySet()
        .forEach(
            entry -> {
              LineItemMember member = LineItemMember.named(entry.getKey()).orElse(null);
              if (member == null) {
                bought.add(entry.getKey(), entry.getValue());
              } else if (member.decidesWhatIsBought()) {
                bought.add(member.name(), bought(member));
              }
            });
    Members.remove(bought, PURCHASE_SYSTEM);
    return bought;
  }

  private JsonElement bought(LineItemMember member) {
    if (member != LineItemMember.AddonItems) {
      return shown(member);
    }
    JsonArray items = new JsonArray();
    itemsOf(Members.find(rest, member.name())).forEach(item -> items.add(item.bought()));
    return items;
  }

  /** Tells whether what was written has come to be; the service may have set more. */
  boolean isAsWrittenIn(CartLineItem written) {
    JsonObject present = bought();
    return written.bought().entrySet().stream()
        .allMatch(
            entry ->
                CanonicalJson.text(entry.getValue())
                    .equals(
                        CanonicalJson.text(
                            Members.find(present, entry.getKey()).orElse(JsonNull.INSTANCE))));
  }

  /** The item as the cmdlets show it. */
  JsonObject toPowerShell() {
    JsonObject shown = new JsonObject();
    for (LineItemMember member : LineItemMember.values()) {
      shown.add(member.name(), shown(member));
    }
    return shown;
  }

  private JsonElement shown(LineItemMember member) {
    return member.output().toPowerShell(Members.find(rest, member.name()));
  }
}
