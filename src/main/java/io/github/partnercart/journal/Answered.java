package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means for a command.
 *
 * @param means what it comes to
 * @param cart the cart that was answered; empty where none was
 * @param state the state of the cart that was answered; null where none was
 * @param result the result as it is printed, JSON; null where there is none
 * @param error the error as it is printed, JSON; null where there is none that stays
 */
public record Answered(
    Means means,
    String cart,
    @Nullable String state,
    @Nullable String result,
    @Nullable String error) {
  /** What an answer comes to. */
  public enum Means {
    DONE,
    PARTIAL,
    REJECTED,
    LATER,
    NOT_SENT,
    OPEN
  }

  static Answered of(JsonObject json) {
    return new Answered(
        Means.valueOf(json.get("Means").getAsString()),
        json.get("Cart").getAsString(),
        text(json, "State"),
        text(json, "Result"),
        text(json, "Error"));
  }

  private static @Nullable String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonPrimitive text ? text.getAsString() : null;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("Means", means.name());
    json.addProperty("Cart", cart);
    if (state != null) {
      json.addProperty("State", state);
    }
    if (result != null) {
      json.addProperty("Result", result);
    }
    if (error != null) {
      json.addProperty("Error", error);
    }
    return json;
  }
}
