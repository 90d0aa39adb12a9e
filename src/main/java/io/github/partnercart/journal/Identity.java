package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * What a journal knows a command by: its name and its IdempotencyKey; without a key, its content
 * and its place among equal ones.
 *
 * @param command the cmdlet's name
 * @param key the IdempotencyKey; null where there is none
 * @param content the digest of the content; null where there is a key
 * @param place counts from 1 among the commands of one content; 0 where there is a key
 */
public record Identity(String command, @Nullable String key, @Nullable String content, int place) {
  private static final String COMMAND = "Command";
  private static final String KEY = "Key";
  private static final String CONTENT = "Content";
  private static final String PLACE = "Place";

  /** The identity of a command with a key. */
  public static Identity of(String command, String key) {
    return new Identity(command, key, null, 0);
  }

  /** The identity of a command without a key. */
  public static Identity of(String command, String content, int place) {
    return new Identity(command, null, content, place);
  }

  static Identity of(JsonObject json) {
    String command = json.get(COMMAND).getAsString();
    return json.get(KEY) instanceof JsonPrimitive key
        ? of(command, key.getAsString())
        : of(command, json.get(CONTENT).getAsString(), json.get(PLACE).getAsInt());
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty(COMMAND, command);
    if (key != null) {
      json.addProperty(KEY, key);
    } else {
      json.addProperty(CONTENT, content);
      json.addProperty(PLACE, place);
    }
    return json;
  }

  /** The command in words. */
  @Override
  public String toString() {
    return key == null ? command + " without a key" : command + " with the key \"" + key + "\"";
  }
}
