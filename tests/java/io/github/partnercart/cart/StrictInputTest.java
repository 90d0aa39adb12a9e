package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only looks like a name, a number or a text is none. */
class StrictInputTest {
  private static CartLineItem item(String json) throws InvalidValueException {
    return CartLineItem.of("LineItem", JsonParser.parseString(json.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Quant\u0131ty", "Quantity\u200b", "\uff31uantity"})
  void aNameOfOtherLettersIsAnother(String name) {
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class, () -> item("{'CatalogItemId':'A','" + name + "':1}"));

    assertEquals(InvalidValueException.Kind.UNKNOWN_MEMBER, e.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUANTITY", "quantity", "qUANTITY"})
  void theCaseOfANameDoesNotCount(String name) throws Exception {
    assertEquals(
        "7", item("{'CatalogItemId':'A','" + name + "':7}").rest().get("quantity").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'\u0661\u0660'", "'\uff11'", "'0x10'", "'1_000'", "'1,000'", "'1e400'"})
  void aQuantityIsInAsciiDigits(String quantity) {
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class,
            () -> item("{'CatalogItemId':'A','Quantity':" + quantity + "}"));

    assertTrue(e.getMessage().startsWith("LineItem.Quantity must be a whole number"));
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "'\" 10 \"', 10", "1e1, 10", "10.0, 10", "+10, 10"})
  void aQuantityMayBeWrittenAsPowerShellConvertsIt(String quantity, int number) throws Exception {
    String written = quantity.startsWith("+") ? "'" + quantity + "'" : quantity;

    assertEquals(
        number,
        item("{'CatalogItemId':'A','Quantity':" + written + "}").rest().get("quantity").getAsInt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"'CatalogItemId':5", "'CatalogItemId':'A','FriendlyName':5"})
  void aNumberIsNoText(String members) {
    InvalidValueException e =
        assertThrows(InvalidValueException.class, () -> item("{" + members + ",'Quantity':1}"));

    assertTrue(e.getMessage().contains("must be a string, but was 5"), e.getMessage());
  }

  @Test
  void aLongValueIsCutBetweenCharacters() {
    InvalidValueException e =
        assertThrows(
            InvalidValueException.class,
            () -> item("{'CatalogItemId':'A','Quantity':'" + "\ud83d\ude00".repeat(60) + "'}"));

    assertTrue(e.getMessage().endsWith("\ud83d\ude00\u2026."), e.getMessage());
  }
}
