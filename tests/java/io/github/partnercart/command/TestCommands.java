package io.github.partnercart.command;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.Commands;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands as they are read from a line, for tests. */
public final class TestCommands {
  static final String SUBMIT = Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\"");
  static final String GET = Commands.getCart("c1");
  static final String REQUEST_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private TestCommands() {}

  static String item(int quantity) {
    return "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":" + quantity + "}";
  }

  /** Makes a cart of one item, under a key. */
  static String newCart(int quantity) {
    return keyed(Commands.newCart(item(quantity)));
  }

  static String set(int quantity) {
    return Commands.command(
        "Set-PartnerCustomerCart", "\"CartId\":\"c1\",\"LineItems\":" + item(quantity));
  }

  static String keyed(String command) {
    return Commands.with("\"IdempotencyKey\":\"PO-1\"", command);
  }

  static String underRequestId(String command) {
    return Commands.with("\"RequestId\":\"" + REQUEST_ID + "\"", command);
  }

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
