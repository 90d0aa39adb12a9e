package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import java.util.List;

/** Invented prices: each seat costs 10. */
final class Prices {
  private static final int EACH = 10;

  private Prices() {}

  /** The member {@code pricing} of a line item. */
  static JsonObject of(JsonObject item) {
    var pricing = new JsonObject();
    pricing.addProperty("listPrice", EACH);
    pricing.addProperty("discountedPrice", EACH);
    pricing.addProperty("proratedPrice", EACH);
    pricing.addProperty("price", EACH);
    pricing.addProperty("extendedPrice", extended(item));
    return pricing;
  }

  static long total(List<JsonObject> items) {
    return items.stream().mapToLong(Prices::extended).sum();
  }

  private static long extended(JsonObject item) {
    return (long) EACH * Catalog.wholeNumber(item.get("quantity")).orElse(0);
  }
}
