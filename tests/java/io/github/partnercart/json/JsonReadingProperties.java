package io.github.partnercart.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.internal.LazilyParsedNumber;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for all JSON, and for all that is nearly JSON. */
class JsonReadingProperties {
  private static final String SEED = "8259";

  @Property(seed = SEED)
  void whatIsWrittenIsReadAsItWas(@ForAll("trees") JsonElement tree) throws Exception {
    assertEquals(tree, JsonReading.OF_COMMANDS.read(bytes(tree)));
    assertEquals(tree, JsonReading.OF_ANSWERS.read(bytes(tree)));
  }

  @Property(seed = SEED, tries = 5000)
  void whatIsNearlyJsonIsReadJustWhereTheRfcAllowsIt(
      @ForAll("trees") JsonElement tree,
      @ForAll int place,
      @ForAll("pieces") String piece,
      @ForAll boolean isReplaced) {
    byte[] whole = bytes(tree);
    int at = Math.floorMod(place, whole.length + 1);
    int rest = isReplaced ? Math.min(whole.length, at + 1) : at;
    byte[] broken =
        concat(
            Arrays.copyOf(whole, at),
            piece.getBytes(StandardCharsets.ISO_8859_1),
            Arrays.copyOfRange(whole, rest, whole.length));

    assertEquals(Rfc8259.allows(broken), isRead(broken), () -> new String(broken));
  }

  @Property(seed = SEED, tries = 5000)
  void aTextOfJsonsCharactersIsReadJustWhereTheRfcAllowsIt(@ForAll("texts") String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertEquals(Rfc8259.allows(bytes), isRead(bytes), text);
  }

  private static boolean isRead(byte[] text) {
    try {
      JsonReading.OF_COMMANDS.read(text);
      return true;
    } catch (InvalidJsonException e) {
      return false;
    }
  }

  private static byte[] bytes(JsonElement tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\"a\"", "\"a\":", "0", "1", "-", "+", ".",
            "e", "E", "true", "null", "\\u00", "\\uD83D", "\\uDE00", "\\n", "\n", " ", "'", "/",
            "#", "NaN", "\u0000", "\u007f", "\u2028", "ä")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "", ",", ":", "\"", "\\", "{", "}", "[", "]", "0", "-", ".", "e", "/**/", "//"),
        Arbitraries.chars().range('\u0000', '\u00FF').map(String::valueOf));
  }

  @Provide
  Arbitrary<JsonElement> trees() {
    return tree(3);
  }

  private static Arbitrary<JsonElement> tree(int depth) {
    Arbitrary<JsonElement> scalars =
        Arbitraries.oneOf(
            Arbitraries.of(JsonNull.INSTANCE, new JsonPrimitive(true), new JsonPrimitive(false)),
            strings().map(JsonPrimitive::new),
            Arbitraries.bigDecimals()
                .map(n -> new JsonPrimitive(new LazilyParsedNumber(n.toString()))));
    if (depth == 0) {
      return scalars;
    }
    return Arbitraries.oneOf(
        scalars,
        JsonTrees.arraysOf(tree(depth - 1)),
        JsonTrees.objectsOf(strings(), tree(depth - 1)));
  }

  /** Without halves of surrogate pairs, which have no UTF-8 form. */
  private static Arbitrary<String> strings() {
    return Arbitraries.strings()
        .ofMaxLength(8)
        .filter(s -> StandardCharsets.UTF_8.newEncoder().canEncode(s));
  }
}
