package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;

/**
 * A cmdlet that is about to be run.
 *
 * @param isWhatIf whether it only tells what it would do
 */
public record Invocation(CmdletType type, Cmdlet cmdlet, boolean isWhatIf) {
  /** Whether it is run where it is read: it sends nothing, and waits for nothing. */
  public boolean runsAtOnce() {
    return isWhatIf || type.runsAtOnce();
  }

  /** Whether it changes who is signed in, which the commands after it wait for. */
  public boolean changesSession() {
    return !isWhatIf && cmdlet.changesSession();
  }

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
   * @throws PartnerCenterException if there is no result
   * @throws SignInException if there is no access token, and nothing was sent
   * @throws InterruptedException if the call was canceled, and nothing was sent
   */
  public JsonObject run(PartnerCenter partnerCenter, Call call)
      throws PartnerCenterException, SignInException, InterruptedException {
    return isWhatIf ? whatIf() : cmdlet.invoke(partnerCenter, call);
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
