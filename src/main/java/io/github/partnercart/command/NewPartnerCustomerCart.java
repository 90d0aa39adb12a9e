package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.cart.UnknownValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code New-PartnerCustomerCart}: creates a cart for a customer. */
record NewPartnerCustomerCart(
    String customerId, List<CartLineItem> lineItems, Optional<Boolean> attestation)
    implements Cmdlet.Creation {
  static final CmdletType TYPE =
      CmdletType.change("New-PartnerCustomerCart")
          .mandatory("CustomerId", "LineItems")
          .optional(CmdletType.ATTESTATION)
          // The id too: a cart that is fed back here becomes a new one.
          .ignored(
              Stream.concat(Stream.of("CartId"), CmdletType.READ_ONLY_CART_MEMBERS.stream())
                  .toList())
          .bound(
              arguments ->
                  new NewPartnerCustomerCart(
                      arguments.customerId(),
                      arguments.lineItems("LineItems"),
                      arguments.flagIfGiven(CmdletType.ATTESTATION)));

  @Override
  public String target() {
    return "Creates a new cart for the customer with the identifier of " + customerId + ".";
  }

  @Override
  public JsonObject body() {
    return new Cart(Cart.creationOf(lineItems)).withAttestation(attestation).rest();
  }

  @Override
  public List<UnknownValue> unknownValues() {
    return UnknownValue.in("LineItems", lineItems);
  }
}
