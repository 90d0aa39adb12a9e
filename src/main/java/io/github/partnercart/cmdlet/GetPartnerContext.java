package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.SignInException;
import java.util.List;

/** {@code Get-PartnerContext}: shows who is signed in, and where. */
record GetPartnerContext() implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Get-PartnerContext",
          List.of(),
          List.of(),
          List.of(),
          false,
          false,
          arguments -> new GetPartnerContext());

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws SignInException, InterruptedException {
    return PartnerContext.of(
        call.await(partnerCenter.accessTokens()::accessToken), partnerCenter.settings());
  }
}
