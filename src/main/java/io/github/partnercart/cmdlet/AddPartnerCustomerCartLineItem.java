package io.github.partnercart.cmdlet;

import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import java.util.List;
import java.util.Optional;

/** {@code Add-PartnerCustomerCartLineItem}: adds a line item to a cart. */
record AddPartnerCustomerCartLineItem(String customerId, String cart, CartLineItem lineItem)
    implements CartUpdate {
  static final CmdletType TYPE =
      new CmdletType(
          "Add-PartnerCustomerCartLineItem",
          List.of("CartId", "CustomerId", "LineItem"),
          List.of(),
          List.of(),
          true,
          false,
          arguments ->
              new AddPartnerCustomerCartLineItem(
                  arguments.customerId(), arguments.cartId(), arguments.lineItem("LineItem")));

  @Override
  public Optional<String> target() {
    return Optional.of("Adds a new line item to the cart with the identifier of " + cart + ".");
  }

  @Override
  public Cart changed(Cart present) {
    return present.withAddedLineItem(lineItem);
  }
}
