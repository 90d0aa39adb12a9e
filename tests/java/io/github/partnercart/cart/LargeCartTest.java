package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cart of many line items: twice as many take twice as long, not four times. */
class LargeCartTest {
  private static final int ITEMS = 30_000;

  @Test
  @Timeout(30)
  void eachItemIsChangedToItsOwn() throws Exception {
    JsonArray present = new JsonArray();
    for (int i = 0; i < ITEMS; i++) {
      present.add(
          JsonParser.parseString(
              "{\"id\":%d,\"catalogItemId\":\"A:1:B\",\"quantity\":1,\"own\":%d}".formatted(i, i)));
    }
    JsonObject rest = new JsonObject();
    rest.addProperty("id", "c1");
    rest.add("lineItems", present);
    List<CartLineItem> asked = IntStream.range(0, ITEMS).mapToObj(LargeCartTest::ofTwo).toList();

    JsonArray changed = new Cart(rest).withLineItems(asked).rest().getAsJsonArray("lineItems");

    JsonObject last = changed.get(ITEMS - 1).getAsJsonObject();
    assertEquals(2, last.get("quantity").getAsInt());
    assertEquals(ITEMS - 1, last.get("own").getAsInt());
  }

  private static CartLineItem ofTwo(int id) {
    try {
      return CartLineItem.of(
          "LineItem",
          JsonParser.parseString(
              "{\"Id\":%d,\"CatalogItemId\":\"A:1:B\",\"Quantity\":2}".formatted(id)));
    } catch (InvalidValueException e) {
      throw new AssertionError(e);
    }
  }
}
