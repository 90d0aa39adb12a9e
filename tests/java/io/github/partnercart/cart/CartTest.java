package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Carts of the service, and what becomes of them when they are changed. */
class CartTest {
  @ParameterizedTest
  @ValueSource(strings = {"'c1'", "17", "1.50", "0"})
  void idIsShownAsItIs(String id) {
    Cart cart = Cart.of(json("{'id':" + id + ",'lineItems':[]}")).orElseThrow();
    assertEquals(json(id).toString(), cart.toPowerShell().get("CartId").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'id':''}", "{'id':null}", "{'id':true}", "{'id':[1]}", "[]"})
  void withoutAnIdIsNoCart(String answer) {
    assertTrue(Cart.of(json(answer)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0 | [0,1,null]", "1 | [0,1,null]", "2 | [0,1,2]"})
  void addedItemHasNoIdOfAnother(int id, String ids) throws Exception {
    Cart cart = Cart.of(json("{'id':'c','lineItems':[{'id':0},{'id':1}]}")).orElseThrow();
    CartLineItem item =
        CartLineItem.of(
            "LineItem", json("{'CatalogItemId':'A','Quantity':1,'Id':%d}".formatted(id)));
    StringBuilder found = new StringBuilder();
    cart.withAddedLineItem(item)
        .rest()
        .getAsJsonArray("lineItems")
        .forEach(i -> found.append(',').append(i.getAsJsonObject().get("id")));
    assertEquals(ids, "[" + found.substring(1) + "]");
  }

  @Test
  void addedItemWithoutAnIdStaysWithout() throws Exception {
    Cart cart = Cart.of(json("{'id':'c','lineItems':[{'id':0}]}")).orElseThrow();
    CartLineItem item = CartLineItem.of("LineItem", json("{'CatalogItemId':'A','Quantity':1}"));
    assertEquals(
        json("[{'id':0},{'catalogItemId':'A','quantity':1}]"),
        cart.withAddedLineItem(item).rest().get("lineItems"));
  }

  private static JsonElement json(String text) {
    return JsonParser.parseString(text.replace('\'', '"'));
  }
}
