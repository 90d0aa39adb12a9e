package io.github.partnercart.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.partnercart.json.AsciiCase;
import io.github.partnercart.json.CanonicalJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of a command's parameters makes it this command and no other: the members that the line has.
 * The digests stay the same from one release to the next, as a journal holds them.
 */
final class Content {
  /** They say how the command is run, not what it does. */
  private static final Set<String> NOT_CONTENT = Set.of("whatif", "confirm");

  /** Its names are data of the offer, in which upper and lower case may count. */
  private static final String PROVISIONING_CONTEXT = "provisioningcontext";

  private Content() {}

  /** The digest of each parameter, by the parameter's name. */
  static Map<String, String> of(CmdletType type, JsonObject written) {
    Map<String, String> digests = new TreeMap<>();
    written
        .entrySet()
        .forEach(
            entry -> {
              String name = entry.getKey().toLowerCase(Locale.ROOT);
              if (!NOT_CONTENT.contains(name) && !isIgnored(type, name)) {
                digests.put(name, CanonicalJson.digest(normal(name, entry.getValue())));
              }
            });
    return digests;
  }

  private static boolean isIgnored(CmdletType type, String name) {
    return type.ignored().stream().anyMatch(other -> AsciiCase.same(name, other));
  }

  /** The digest of all parameters. */
  static String digest(Map<String, String> content) {
    JsonObject all = new JsonObject();
    content.forEach(all::addProperty);
    return CanonicalJson.digest(all);
  }

  private static JsonElement normal(String name, JsonElement value) {
    if (name.equals("lineitems") && !(value instanceof JsonArray)) {
      JsonArray one = new JsonArray();
      one.add(withoutCase(value));
      return one;
    }
    return withoutCase(value);
  }

  private static JsonElement withoutCase(JsonElement value) {
    if (value instanceof JsonObject object) {
      JsonObject lower = new JsonObject();
      object
          .entrySet()
          .forEach(
              entry -> {
                String name = entry.getKey().toLowerCase(Locale.ROOT);
                lower.add(
                    name,
                    name.equals(PROVISIONING_CONTEXT)
                        ? entry.getValue()
                        : withoutCase(entry.getValue()));
              });
      return lower;
    }
    if (value instanceof JsonArray array) {
      JsonArray elements = new JsonArray(array.size());
      array.forEach(element -> elements.add(withoutCase(element)));
      return elements;
    }
    return value;
  }
}
