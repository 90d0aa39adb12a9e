package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import java.util.List;

/** {@code Disconnect-PartnerCenter}: forgets the sign-in. */
record DisconnectPartnerCenter() implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Disconnect-PartnerCenter",
          List.of(),
          List.of(),
          List.of(),
          false,
          true,
          arguments -> new DisconnectPartnerCenter());

  @Override
  public JsonObject invoke(PartnerSession session, Call call) {
    session.disconnect();
    return new JsonObject();
  }
}
