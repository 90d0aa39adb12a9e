package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A cmdlet that is about to be run.
 *
 * @param isWhatIf whether it only tells what it would do
 */
public record Invocation(CmdletType type, Cmdlet cmdlet, boolean isWhatIf) {
  /** The cart that must not be worked on by another invocation at the same time. */
  public Optional<String> cartId() {
    return isWhatIf ? Optional.empty() : cmdlet.cartId();
  }

  /** Whether it changes something at the service, rather than only telling something. */
  public boolean changes() {
    return type.supportsShouldProcess() && !isWhatIf;
  }

  /**
   * Runs the cmdlet, or tells with PowerShell's own sentence what it would do.
   *
   * @param partnerCenter the service, which is not made where nothing is sent
   * @throws PartnerCenterException if there is no result
   * @throws SignInException if there is no access token, and nothing was sent
   */
  public JsonObject run(Supplier<PartnerCenter> partnerCenter, Call call)
      throws PartnerCenterException, SignInException {
    return isWhatIf ? whatIf() : cmdlet.invoke(partnerCenter.get(), call);
  }

  private JsonObject whatIf() {
    JsonObject answer = new JsonObject();
    answer.addProperty(
        "WhatIf",
        "What if: Performing the operation \"%s\" on target \"%s\"."
            .formatted(type.name(), cmdlet.target().orElseThrow()));
    return answer;
  }
}
