package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;

/** A cmdlet with its parameters bound and checked, ready to be invoked. */
public interface Cmdlet {
  /**
   * What ShouldProcess names as the target of the operation; empty for a cmdlet without
   * ShouldProcess.
   */
  default Optional<String> target() {
    return Optional.empty();
  }

  /** The cart that the cmdlet works on, on which no two may work at once. */
  default Optional<String> cartId() {
    return Optional.empty();
  }

  /** Whether it changes who is signed in, which the commands after it wait for. */
  default boolean changesSession() {
    return false;
  }

  /**
   * Does what it is for and returns the result in the cmdlets' shape.
   *
   * @throws PartnerCenterException if there is no result
   * @throws SignInException if there is no access token, and nothing was sent
   * @throws InterruptedException if the call was canceled, and nothing was sent
   */
  JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException, InterruptedException;
}
