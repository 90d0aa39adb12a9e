package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.SignInException;

/** {@code Get-PartnerContext}: shows who is signed in, and where. */
record GetPartnerContext() implements Cmdlet.OfSession {
  static final CmdletType TYPE =
      CmdletType.named("Get-PartnerContext").bound(arguments -> new GetPartnerContext());

  @Override
  public JsonObject invoke(SessionCall call) throws SignInException, InterruptedException {
    PartnerCenter partnerCenter = call.current().partnerCenter();
    return PartnerContext.of(
        call.call().await(partnerCenter.accessTokens()::accessToken), partnerCenter.settings());
  }
}
