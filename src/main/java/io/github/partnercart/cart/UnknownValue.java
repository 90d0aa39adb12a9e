package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value of a line item that is not known here: it may be new, and only the service can say. It is
 * sent as it stands.
 *
 * @param path where it stands
 * @param known the values that are known, for messages
 */
public record UnknownValue(String path, String value, String known) {
  /** Finds those of line items. */
  public static List<UnknownValue> in(String path, List<CartLineItem> items) {
    List<UnknownValue> found = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      add(path + "[" + i + "]", items.get(i), found);
    }
    return found;
  }

  /** Finds those of one line item. */
  public static List<UnknownValue> in(String path, CartLineItem item) {
    List<UnknownValue> found = new ArrayList<>();
    add(path, item, found);
    return found;
  }

  /** The warning of it. */
  public String warning() {
    return "%s %s is not known here (known are %s); it was sent as it stands."
        .formatted(path, value, known);
  }

  private static void add(String path, CartLineItem item, List<UnknownValue> found) {
    JsonObject rest = item.rest();
    Members.findText(rest, "billingCycle")
        .filter(value -> BillingCycle.of(new JsonPrimitive(value)).isEmpty())
        .ifPresent(
            value ->
                found.add(new UnknownValue(path + ".BillingCycle", value, BillingCycle.names())));
    addTerm(path + ".TermDuration", rest, found);
    if (Members.find(rest, "renewsTo").orElse(JsonNull.INSTANCE) instanceof JsonObject renewsTo) {
      addTerm(path + ".RenewsTo.TermDuration", renewsTo, found);
    }
    if (Members.find(rest, "participants").orElse(JsonNull.INSTANCE) instanceof JsonArray pairs) {
      for (int i = 0; i < pairs.size(); i++) {
        addParticipant(path + ".Participants[" + i + "].Key", pairs.get(i), found);
      }
    }
    found.addAll(
        in(path + ".AddonItems", CartLineItem.itemsOf(Members.find(rest, "addonItems")).toList()));
  }

  private static void addTerm(String path, JsonObject of, List<UnknownValue> found) {
    Members.findText(of, "termDuration")
        .filter(value -> !LineItemValues.TERMS.contains(value))
        .ifPresent(
            value ->
                found.add(new UnknownValue(path, value, String.join(", ", LineItemValues.TERMS))));
  }

  private static void addParticipant(String path, JsonElement pair, List<UnknownValue> found) {
    Optional.of(pair)
        .filter(JsonObject.class::isInstance)
        .flatMap(object -> Members.findText((JsonObject) object, "key"))
        .filter(value -> ParticipantType.of(new JsonPrimitive(value)).isEmpty())
        .ifPresent(value -> found.add(new UnknownValue(path, value, ParticipantType.names())));
  }
}
