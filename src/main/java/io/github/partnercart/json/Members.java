package io.github.partnercart.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Members of a JSON object by name without regard to case, as PowerShell and .NET find them. */
public final class Members {
  private Members() {}

  /** Returns the member's value, empty where there is none or it is null. */
  public static Optional<JsonElement> find(JsonObject object, String name) {
    return findEntry(object, name).map(Map.Entry::getValue).filter(value -> !value.isJsonNull());
  }

  /** Returns the member of what may be no object, empty where it is none. */
  public static Optional<JsonElement> findIn(JsonElement of, String name) {
    return of instanceof JsonObject object ? find(object, name) : Optional.empty();
  }

  /** Returns the member's value as text if it is a single one, empty for everything else. */
  public static Optional<String> findText(JsonObject object, String name) {
    return find(object, name).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
  }

  /** Returns the member's value if it is a string, empty for everything else. */
  public static Optional<String> findString(JsonObject object, String name) {
    return find(object, name)
        .filter(value -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString())
        .map(JsonElement::getAsString);
  }

  /** Sets the member under the name it already has in the object, else under the given one. */
  public static void set(JsonObject object, String name, JsonElement value) {
    object.add(findEntry(object, name).map(Map.Entry::getKey).orElse(name), value);
  }

  /** Takes the member out, whatever the case of its name. */
  public static void remove(JsonObject object, String name) {
    findEntry(object, name).ifPresent(member -> object.remove(member.getKey()));
  }

  private static Optional<Map.Entry<String, JsonElement>> findEntry(
      JsonObject object, String name) {
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      if (AsciiCase.same(member.getKey(), name)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }
}
