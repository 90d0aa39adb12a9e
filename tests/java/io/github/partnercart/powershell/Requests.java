package io.github.partnercart.powershell;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests in a form in which recorded ones and this module's can be compared: ids by the order in
 * which they first came, a body by the paths of its leaves, member names without regard to case.
 */
final class Requests {
  private Requests() {}

  /**
   * Returns what the module is to send where the original sent the recorded requests.
   *
   * @param omitted the leaves that the module does not send when it makes something, {@code
   *     path=value}
   */
  static JsonArray expected(JsonArray recorded, JsonObject defaults, JsonArray omitted) {
    JsonArray requests = new JsonArray();
    for (JsonElement element : recorded) {
      JsonObject request = defaults.deepCopy();
      element.getAsJsonObject().entrySet().forEach(e -> request.add(e.getKey(), e.getValue()));
      JsonElement body = request.remove("body");
      if (body.isJsonNull()) {
        request.add("body", body);
      } else {
        JsonObject leaves = leaves(JsonParser.parseString(body.getAsString()));
        if (request.get("method").getAsString().equals("POST")) {
          omitted.forEach(
              leaf -> {
                String[] parts = leaf.getAsString().split("=", 2);
                leaves
                    .entrySet()
                    .removeIf(
                        e ->
                            e.getKey().equals(parts[0])
                                && e.getValue().toString().equals(parts[1]));
              });
        }
        request.add("body", leaves);
      }
      requests.add(request);
    }
    return requests;
  }

  static JsonArray sent(List<ReceivedRequest> received) {
    List<String> requestIds = new ArrayList<>();
    List<String> correlationIds = new ArrayList<>();
    JsonArray requests = new JsonArray();
    for (ReceivedRequest one : received) {
      JsonObject request = new JsonObject();
      request.addProperty("method", one.method());
      request.addProperty("target", one.target());
      request.addProperty("requestId", number(requestIds, one.requestId()));
      request.addProperty("correlationId", number(correlationIds, one.correlationId()));
      request.add(
          "body",
          one.body().isEmpty() ? JsonNull.INSTANCE : leaves(JsonParser.parseString(one.body())));
      requests.add(request);
    }
    return requests;
  }

  private static int number(List<String> seen, String id) {
    if (!seen.contains(id)) {
      seen.add(id);
    }
    return seen.indexOf(id) + 1;
  }

  private static JsonObject leaves(JsonElement tree) {
    Map<String, JsonElement> byPath = new TreeMap<>();
    collect("", tree, byPath);
    JsonObject leaves = new JsonObject();
    byPath.forEach(leaves::add);
    return leaves;
  }

  private static void collect(String path, JsonElement element, Map<String, JsonElement> byPath) {
    if (element instanceof JsonObject object && !object.isEmpty()) {
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        // The keys of a ProvisioningContext are the user's, not member names.
        String name =
            path.endsWith("provisioningcontext")
                ? member.getKey()
                : member.getKey().toLowerCase(Locale.ROOT);
        collect(path.isEmpty() ? name : path + "." + name, member.getValue(), byPath);
      }
    } else if (element instanceof JsonArray array && !array.isEmpty()) {
      for (int i = 0; i < array.size(); i++) {
        collect(path + "[" + i + "]", array.get(i), byPath);
      }
    } else {
      byPath.put(path, element instanceof JsonPrimitive ? element : element.deepCopy());
    }
  }
}
