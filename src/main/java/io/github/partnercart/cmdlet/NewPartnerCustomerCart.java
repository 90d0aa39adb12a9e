package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code New-PartnerCustomerCart}: creates a cart for a customer. */
record NewPartnerCustomerCart(String customerId, List<CartLineItem> lineItems) implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "New-PartnerCustomerCart",
          List.of("CustomerId", "LineItems"),
          List.of(),
          // The id too: a cart that is fed back here becomes a new one.
          Stream.concat(Stream.of("CartId"), CmdletType.READ_ONLY_CART_MEMBERS.stream()).toList(),
          true,
          false,
          arguments ->
              new NewPartnerCustomerCart(arguments.customerId(), arguments.lineItems("LineItems")));

  @Override
  public Optional<String> target() {
    return Optional.of(
        "Creates a new cart for the customer with the identifier of " + customerId + ".");
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter.createCart(customerId, lineItems, call).toPowerShell();
  }
}
