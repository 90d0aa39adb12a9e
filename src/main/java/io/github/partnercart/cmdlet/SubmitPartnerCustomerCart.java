package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Submit-PartnerCustomerCart}: checks a cart out, which places its orders. */
record SubmitPartnerCustomerCart(String customerId, String cart) implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Submit-PartnerCustomerCart",
          List.of("CartId", "CustomerId"),
          List.of(),
          List.of(),
          true,
          false,
          arguments -> new SubmitPartnerCustomerCart(arguments.customerId(), arguments.cartId()));

  @Override
  public Optional<String> target() {
    return Optional.of("Checks out the cart with the identifier of " + cart + ".");
  }

  @Override
  public Optional<String> cartId() {
    return Optional.of(cart);
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter.checkOut(customerId, cart, call).toPowerShell();
  }
}
