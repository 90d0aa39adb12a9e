package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog item provokes whose id is {@code SCENARIO:<name>:<anything>}, so that a script can
 * be rehearsed. The codes and their texts are those of Partner Center's error codes.
 */
enum Scenario {
  AGREEMENT("13605", 403, "The customer has not accepted the Microsoft Customer Agreement."),
  ATTESTATION("900206", 400, "The partner's attestation is missing."),
  MFA("900421", 401, "The access token has no claim of multi-factor authentication."),
  AVAILABILITY("400019", 404, "The availability was not found."),
  IN_PROGRESS("800060", 409, "An order for this cart is in progress."),
  IN_PROCESS("800064", 409, "The cart is being processed by another request."),
  PENDING_REVIEW("pending-review", 0, ""),
  PENDING_PO_UPLOAD("pending-po-upload", 0, ""),
  ORDER_FAILS_ONCE("order-fails-once", 0, "The order could not be placed.");

  private static final String PRODUCT = "SCENARIO";

  private final String name;
  private final int status;
  private final String description;

  Scenario(String name, int status, String description) {
    this.name = name;
    this.status = status;
    this.description = description;
  }

  /** That of a line item. */
  static Optional<Scenario> of(JsonObject item) {
    String[] parts = Catalog.text(item.get("catalogItemId")).split(":", -1);
    return Stream.of(values())
        .filter(
            scenario ->
                parts.length == 3
                    && parts[0].equalsIgnoreCase(PRODUCT)
                    && parts[1].equalsIgnoreCase(scenario.name))
        .findFirst();
  }

  private static List<Scenario> all(JsonObject cart) {
    List<Scenario> all = new ArrayList<>();
    if (cart.get("lineItems") instanceof JsonArray items) {
      for (JsonElement item : items) {
        if (item instanceof JsonObject object) {
          of(object).ifPresent(all::add);
        }
      }
    }
    return all;
  }

  /** The refusal of a new cart; null if it is made. */
  static @Nullable Answer refusalOf(JsonObject cart) {
    for (Scenario scenario : all(cart)) {
      boolean isRefused =
          switch (scenario) {
            case AGREEMENT, MFA -> true;
            case ATTESTATION -> !cart.has("partnerOnRecordAttestationAccepted");
            default -> false;
          };
      if (isRefused) {
        return scenario.refusal();
      }
    }
    return null;
  }

  /**
   * The refusal of a checkout; null if it is done.
   *
   * @param isFirst whether it is the cart's first one
   */
  static @Nullable Answer refusalOfCheckout(JsonObject cart, boolean isFirst) {
    for (Scenario scenario : all(cart)) {
      boolean isOnce = scenario == IN_PROGRESS || scenario == IN_PROCESS;
      if (scenario == AVAILABILITY || (isOnce && isFirst)) {
        return scenario.refusal();
      }
    }
    return null;
  }

  private Answer refusal() {
    return FaultBody.answer(status, name, description);
  }

  /** The status of the order of line items. */
  static String orderStatus(List<JsonObject> items) {
    return items.stream()
        .flatMap(item -> of(item).stream())
        .filter(scenario -> scenario == PENDING_REVIEW || scenario == PENDING_PO_UPLOAD)
        .map(scenario -> scenario.name().toLowerCase(Locale.ROOT))
        .findFirst()
        .orElse("pending");
  }

  /** Why the order of line items fails at the first checkout of its cart; null if it does not. */
  static @Nullable JsonObject orderError(List<JsonObject> items) {
    if (items.stream().noneMatch(item -> of(item).equals(Optional.of(ORDER_FAILS_ONCE)))) {
      return null;
    }
    var error = new JsonObject();
    error.addProperty("errorCode", 800_005);
    error.addProperty("errorDescription", ORDER_FAILS_ONCE.description);
    return error;
  }
}
