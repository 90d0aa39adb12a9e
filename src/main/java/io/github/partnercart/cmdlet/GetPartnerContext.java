package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.SignInException;
import java.util.List;

/** {@code Get-PartnerContext}: shows who is signed in, and where. */
record GetPartnerContext(PartnerSession session) implements Cmdlet {
  static CmdletType type(PartnerSession session) {
    return new CmdletType(
        "Get-PartnerContext",
        List.of(),
        List.of(),
        List.of(),
        false,
        false,
        arguments -> new GetPartnerContext(session));
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call) throws SignInException {
    return PartnerContext.of(partnerCenter, session.cloudOf(partnerCenter));
  }
}
