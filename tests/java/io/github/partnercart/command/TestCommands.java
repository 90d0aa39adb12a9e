package io.github.partnercart.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands as they are read from a line, for tests. */
public final class TestCommands {
  private TestCommands() {}

  /** The command of a line without faults, the first one. */
  public static Command of(String line) throws ParameterBindingException {
    return of(1, line);
  }

  /** The command of a line without faults. */
  public static Command of(long number, String line) throws ParameterBindingException {
    JsonObject object = JsonParser.parseString(line).getAsJsonObject();
    CmdletType type = Cmdlets.ALL.named(object.get("Command").getAsString()).orElseThrow();
    JsonObject parameters =
        object.has("Parameters") ? object.getAsJsonObject("Parameters") : new JsonObject();
    return new Command(
        new Command.Envelope(
            number,
            object.get("Id") instanceof JsonPrimitive id ? id : null,
            text(object, "IdempotencyKey"),
            text(object, "Session"),
            requestIds(object),
            Duration.ofSeconds(30),
            object.has("Verbose")),
        type.bind(parameters));
  }

  private static Command.RequestIds requestIds(JsonObject object) {
    @Nullable String given = text(object, "RequestId");
    return given == null
        ? Command.RequestIds.fresh()
        : new Command.RequestIds(
            UUID.fromString(given), object.has("RequestIdIsNew"), UUID.randomUUID());
  }

  private static @Nullable String text(JsonObject object, String name) {
    return object.get(name) instanceof JsonPrimitive text ? text.getAsString() : null;
  }
}
