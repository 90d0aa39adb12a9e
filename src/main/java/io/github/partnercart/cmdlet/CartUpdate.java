package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;

/** A cmdlet that changes a cart which is there, and answers what it is then. */
interface CartUpdate extends Cmdlet {
  String customerId();

  String cart();

  /** The cart as it is to be, made of what it is now. */
  Cart changed(Cart present);

  @Override
  default Optional<String> cartId() {
    return Optional.of(cart());
  }

  @Override
  default JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return partnerCenter.updateCart(customerId(), cart(), this::changed, call).toPowerShell();
  }
}
