package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Set-PartnerCustomerCart}: replaces the line items of a cart. */
record SetPartnerCustomerCart(String customerId, String cart, List<CartLineItem> lineItems)
    implements Cmdlet {
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
  public Optional<String> cartId() {
    return Optional.of(cart);
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter
        .updateCart(customerId, cart, present -> present.withLineItems(lineItems), call)
        .toPowerShell();
  }
}
