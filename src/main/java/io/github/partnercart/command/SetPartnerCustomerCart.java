package io.github.partnercart.command;

import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import java.util.List;

/** {@code Set-PartnerCustomerCart}: replaces the line items of a cart. */
record SetPartnerCustomerCart(String customerId, String cart, List<CartLineItem> lineItems)
    implements Cmdlet.Update {
  static final CmdletType TYPE =
      CmdletType.change("Set-PartnerCustomerCart")
          .mandatory("CartId", "CustomerId", "LineItems")
          .ignored(CmdletType.READ_ONLY_CART_MEMBERS)
          .bound(
              arguments ->
                  new SetPartnerCustomerCart(
                      arguments.customerId(),
                      arguments.cartId(),
                      arguments.lineItems("LineItems")));

  @Override
  public String target() {
    return "Updates the cart with the identifier of " + cart + ".";
  }

  @Override
  public Cart changed(Cart present) {
    return present.withLineItems(lineItems);
  }

  @Override
  public boolean replaces() {
    return true;
  }
}
