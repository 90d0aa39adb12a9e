package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Add-PartnerCustomerCartLineItem}: adds a line item to a cart. */
record AddPartnerCustomerCartLineItem(String customerId, String cart, CartLineItem lineItem)
    implements Cmdlet {
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
  public Optional<String> cartId() {
    return Optional.of(cart);
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter
        .updateCart(customerId, cart, present -> present.withAddedLineItem(lineItem), call)
        .toPowerShell();
  }
}
