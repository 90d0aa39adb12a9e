package io.github.partnercart.stdio;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.Cmdlet;
import io.github.partnercart.cmdlet.CmdletType;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Stop-PartnerCartCommand}: cancels a command in flight by its Id. What is not yet sent is
 * not sent; a request that is out is waited for, and not repeated. The command's own answer tells
 * what became of it.
 */
record StopPartnerCartCommand(@Nullable Call call) implements Cmdlet {
  /**
   * @param calls the commands in flight by their Ids as JSON text
   */
  static CmdletType type(Map<String, Call> calls) {
    return new CmdletType(
        "Stop-PartnerCartCommand",
        List.of("Id"),
        List.of(),
        List.of(),
        false,
        true,
        arguments -> new StopPartnerCartCommand(calls.get(arguments.scalar("Id").toString())));
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call own) {
    if (call != null) {
      call.cancel();
    }
    JsonObject result = new JsonObject();
    result.addProperty("WasInFlight", call != null);
    return result;
  }
}
