package io.github.partnercart.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random arrays and objects of JSON. */
public final class JsonTrees {
  private static final int MOST_ELEMENTS = 3;

  private JsonTrees() {}

  public static Arbitrary<JsonElement> arraysOf(Arbitrary<JsonElement> elements) {
    return elements
        .list()
        .ofMaxSize(MOST_ELEMENTS)
        .map(
            all -> {
              JsonArray array = new JsonArray();
              all.forEach(array::add);
              return array;
            });
  }

  public static Arbitrary<JsonElement> objectsOf(
      Arbitrary<String> names, Arbitrary<JsonElement> values) {
    return Arbitraries.maps(names, values)
        .ofMaxSize(MOST_ELEMENTS)
        .map(
            members -> {
              JsonObject object = new JsonObject();
              members.forEach(object::add);
              return object;
            });
  }
}
