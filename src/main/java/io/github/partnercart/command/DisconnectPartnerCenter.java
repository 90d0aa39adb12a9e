package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.signin.SignInException;

/** {@code Disconnect-PartnerCenter}: ends the sign-in. */
record DisconnectPartnerCenter() implements Cmdlet.OfSession {
  static final CmdletType TYPE =
      CmdletType.signIn("Disconnect-PartnerCenter")
          .bound(arguments -> new DisconnectPartnerCenter());

  @Override
  public JsonObject invoke(SessionCall call) throws SignInException, InterruptedException {
    // First of all: whatever becomes of the stored tokens, nothing is bought with them any more.
    call.sessions().disconnect(call.current());
    JsonObject result = new JsonObject();
    call.call()
        .await(
            atMost -> {
              call.sessions().signIns().forget(atMost);
              return result;
            });
    call.current()
        .newRefreshToken()
        .ifPresent(token -> result.addProperty("RefreshToken", token.text()));
    return result;
  }
}
