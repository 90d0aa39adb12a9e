package io.github.partnercart.faults;

import io.github.partnercart.Commands;
import org.jspecify.annotations.Nullable;

/**
 * One line of a mixed batch.
 *
 * @param cart the cart that it is about; null for a New-
 * @param quantity what it is known by in the cart: each line has another one, a Get- has 0
 * @param isKeyed whether it has an IdempotencyKey
 * @param isWrong whether it can't be read until it is fixed
 */
record MixedLine(Kind kind, @Nullable String cart, int quantity, boolean isKeyed, boolean isWrong) {
  enum Kind {
    NEW,
    SET,
    ADD,
    SUBMIT,
    GET
  }

  static MixedLine get(String cart) {
    return new MixedLine(Kind.GET, cart, 0, false, false);
  }

  MixedLine fixed() {
    return new MixedLine(kind, cart, quantity, isKeyed, false);
  }

  boolean isUpdate() {
    return kind == Kind.SET || kind == Kind.ADD;
  }

  /** Its IdempotencyKey, if it has one. */
  String key() {
    return "line " + quantity;
  }

  String json() {
    String item =
        "{\"CatalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"Quantity\":%d}"
            .formatted(isWrong ? -quantity : quantity);
    String ofCart = "\"CartId\":\"" + cart + "\"";
    String command =
        switch (kind) {
          case NEW -> Commands.newCart(item);
          case SET ->
              Commands.command("Set-PartnerCustomerCart", ofCart + ",\"LineItems\":" + item);
          case ADD -> Commands.addLineItem(String.valueOf(cart), item);
          case SUBMIT -> Commands.command("Submit-PartnerCustomerCart", ofCart);
          case GET -> Commands.getCart(String.valueOf(cart));
        };
    return isKeyed ? Commands.with("\"IdempotencyKey\":\"" + key() + "\"", command) : command;
  }
}
