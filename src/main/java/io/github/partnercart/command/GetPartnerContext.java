package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;

/**
 * {@code Get-PartnerContext}: shows who is signed in, and where.
 *
 * @param validatesMfa whether the service is asked if the sign-in meets its demand for multi-factor
 *     authentication
 */
record GetPartnerContext(boolean validatesMfa) implements Cmdlet.OfSession {
  private static final String VALIDATE_MFA = "ValidateMfa";

  static final CmdletType TYPE =
      CmdletType.named("Get-PartnerContext")
          .optional(VALIDATE_MFA)
          .bound(arguments -> new GetPartnerContext(arguments.flag(VALIDATE_MFA)));

  @Override
  public JsonObject invoke(SessionCall call)
      throws PartnerCenterException, SignInException, InterruptedException {
    PartnerCenter partnerCenter = call.current().partnerCenter();
    JsonObject context =
        PartnerContext.of(
            call.call().await(partnerCenter.accessTokens()::accessToken), partnerCenter.settings());
    if (validatesMfa) {
      context.addProperty("MfaCompliant", partnerCenter.isMfaCompliant(call.call()).orElse(null));
    }
    return context;
  }
}
