package io.github.partnercart.command;

import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.cart.UnknownValue;
import java.util.List;

/** {@code Add-PartnerCustomerCartLineItem}: adds a line item to a cart. */
record AddPartnerCustomerCartLineItem(String customerId, String cart, CartLineItem lineItem)
    implements Cmdlet.Update {
  static final CmdletType TYPE =
      CmdletType.change("Add-PartnerCustomerCartLineItem")
          .mandatory("CartId", "CustomerId", "LineItem")
          .bound(
              arguments ->
                  new AddPartnerCustomerCartLineItem(
                      arguments.customerId(), arguments.cartId(), arguments.lineItem("LineItem")));

  @Override
  public String target() {
    return "Adds a new line item to the cart with the identifier of " + cart + ".";
  }

  @Override
  public Cart changed(Cart present) {
    return present.withAddedLineItem(lineItem);
  }

  @Override
  public List<UnknownValue> unknownValues() {
    return UnknownValue.in("LineItem", lineItem);
  }

  @Override
  public boolean replaces() {
    return false;
  }
}
