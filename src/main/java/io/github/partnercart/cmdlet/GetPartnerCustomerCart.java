package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Get-PartnerCustomerCart}: reads a cart. */
record GetPartnerCustomerCart(String customerId, String cart) implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Get-PartnerCustomerCart",
          List.of("CartId", "CustomerId"),
          List.of(),
          List.of(),
          false,
          false,
          arguments -> new GetPartnerCustomerCart(arguments.customerId(), arguments.cartId()));

  @Override
  public Optional<String> cartId() {
    return Optional.of(cart);
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter.getCart(customerId, cart, call).toPowerShell();
  }
}
