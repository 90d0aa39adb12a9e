package io.github.partnercart.cmdlet;

import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import java.util.List;
import java.util.Optional;

/** {@code Set-PartnerCustomerCart}: replaces the line items of a cart. */
record SetPartnerCustomerCart(String customerId, String cart, List<CartLineItem> lineItems)
    implements CartUpdate {
  static final CmdletType TYPE =
      new CmdletType(
          "Set-PartnerCustomerCart",
          List.of("CartId", "CustomerId", "LineItems"),
          List.of(),
          CmdletType.READ_ONLY_CART_MEMBERS,
          true,
          false,
          arguments ->
              new SetPartnerCustomerCart(
                  arguments.customerId(), arguments.cartId(), arguments.lineItems("LineItems")));

  @Override
  public Optional<String> target() {
    return Optional.of("Updates the cart with the identifier of " + cart + ".");
  }

  @Override
  public Cart changed(Cart present) {
    return present.withLineItems(lineItems);
  }
}
