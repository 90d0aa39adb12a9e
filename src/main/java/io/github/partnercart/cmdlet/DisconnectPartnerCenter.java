package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.SignInException;
import java.util.List;

/** {@code Disconnect-PartnerCenter}: forgets the sign-in. */
record DisconnectPartnerCenter(PartnerSession session) implements Cmdlet {
  static CmdletType type(PartnerSession session) {
    return new CmdletType(
        "Disconnect-PartnerCenter",
        List.of(),
        List.of(),
        List.of(),
        false,
        false,
        arguments -> new DisconnectPartnerCenter(session));
  }

  @Override
  public boolean changesSession() {
    return true;
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws SignInException, InterruptedException {
    // First of all: whatever becomes of what is kept, nobody buys with it any more.
    session.disconnect("Run Connect-PartnerCenter to login.");
    JsonObject result = new JsonObject();
    call.await(
        atMost -> {
          session.signIns().forget(atMost);
          return result;
        });
    session.newRefreshToken().ifPresent(token -> result.addProperty("RefreshToken", token.text()));
    return result;
  }
}
