package io.github.partnercart.command;

import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.cart.UnknownValue;
import java.util.List;
import java.util.Optional;

/** {@code Set-PartnerCustomerCart}: replaces the line items of a cart. */
record SetPartnerCustomerCart(
    String customerId, String cart, List<CartLineItem> lineItems, Optional<Boolean> attestation)
    implements Cmdlet.Update {
  static final CmdletType TYPE =
      CmdletType.change("Set-PartnerCustomerCart")
          .mandatory("CartId", "CustomerId", "LineItems")
          .optional(CmdletType.ATTESTATION)
          .ignored(CmdletType.READ_ONLY_CART_MEMBERS)
          .bound(
              arguments ->
                  new SetPartnerCustomerCart(
                      arguments.customerId(),
                      arguments.cartId(),
                      arguments.lineItems("LineItems"),
                      arguments.flagIfGiven(CmdletType.ATTESTATION)));

  @Override
  public String target() {
    return "Updates the cart with the identifier of " + cart + ".";
  }

  @Override
  public Cart changed(Cart present) {
    return present.withLineItems(lineItems).withAttestation(attestation);
  }

  @Override
  public List<UnknownValue> unknownValues() {
    return UnknownValue.in("LineItems", lineItems);
  }

  @Override
  public boolean replaces() {
    return true;
  }
}
