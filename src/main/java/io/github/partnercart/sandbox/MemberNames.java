package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.TreeMap;

/** The documented member names of a resource, which clients send in any case. */
final class MemberNames {
  private final TreeMap<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> inOrder;

  MemberNames(String... inOrder) {
    this.inOrder = List.of(inOrder);
    this.inOrder.forEach(name -> names.put(name, name));
  }

  List<String> inOrder() {
    return inOrder;
  }

  /** Returns the members under their documented names; members of other names stay as they are. */
  JsonObject documented(JsonObject sent) {
    var result = new JsonObject();
    for (var member : sent.entrySet()) {
      result.add(names.getOrDefault(member.getKey(), member.getKey()), member.getValue());
    }
    return result;
  }

  /** Does the same for an object, or for each object of an array; anything else stays as it is. */
  JsonElement documentedWithin(JsonElement sent) {
    if (sent.isJsonObject()) {
      return documented(sent.getAsJsonObject());
    }
    if (!sent.isJsonArray()) {
      return sent;
    }
    var result = new JsonArray();
    sent.getAsJsonArray().forEach(element -> result.add(documentedWithin(element)));
    return result;
  }
}
