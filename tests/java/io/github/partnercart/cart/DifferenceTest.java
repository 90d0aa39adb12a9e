package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DifferenceTest {
  private static final String ORDERED =
      "{\"lineItems\":[{\"catalogItemId\":\"A:1:B\",\"quantity\":3},"
          + "{\"catalogItemId\":\"C\",\"quantity\":1,\"addonItems\":[{\"catalogItemId\":\"D\",\"quantity\":2}]}]}";

  private static String between(String ordered, String answered) {
    List<Difference> found =
        Difference.between(
            JsonParser.parseString(ordered).getAsJsonObject(),
            JsonParser.parseString(answered).getAsJsonObject());
    return Difference.toJson(found).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ORDERED,
        // In another order, with other letters and digits, and with what the service adds.
        "{\"lineItems\":[{\"catalogItemId\":\"C\",\"quantity\":1.0,\"price\":9,"
            + "\"addonItems\":[{\"catalogItemId\":\"d\",\"quantity\":2}]},"
            + "{\"id\":4,\"catalogItemId\":\"a:1:b\",\"quantity\":3}]}"
      })
  void theSamePurchaseHasNone(String answered) {
    assertEquals("[]", between(ORDERED, answered));
  }

  @Test
  void anotherNumberOfItemsIsOne() {
    assertEquals(
        "[{\"Path\":\"LineItems.Count\",\"Ordered\":2,\"Answered\":0}]",
        between(ORDERED, "{\"lineItems\":[]}"));
  }

  @Test
  void anotherCatalogItemOrQuantityIsOneAlsoOfAnAddOn() {
    assertEquals(
        "[{\"Path\":\"LineItems[0].CatalogItemId\",\"Ordered\":\"A:1:B\",\"Answered\":\"A:1:X\"},"
            + "{\"Path\":\"LineItems[1].AddonItems[0].Quantity\",\"Ordered\":2,\"Answered\":5}]",
        between(ORDERED, ORDERED.replace("A:1:B", "A:1:X").replace(":2}", ":5}")));
  }

  @Test
  void whatIsMissingIsNull() {
    assertEquals(
        "[{\"Path\":\"LineItems[0].Quantity\",\"Ordered\":1,\"Answered\":null}]",
        between(
            "{\"lineItems\":[{\"catalogItemId\":\"C\",\"quantity\":1}]}",
            "{\"lineItems\":[{\"catalogItemId\":\"C\"}]}"));
  }

  @Test
  void theWarningNamesEach() {
    assertEquals(
        "The cart is not what was ordered: LineItems.Count is 1 and was ordered as 2;"
            + " LineItems[0].Quantity is 5 and was ordered as 3.",
        Difference.warning(
            List.of(
                new Difference(
                    "LineItems.Count", JsonParser.parseString("2"), JsonParser.parseString("1")),
                new Difference(
                    "LineItems[0].Quantity",
                    JsonParser.parseString("3"),
                    JsonParser.parseString("5")))));
  }
}
