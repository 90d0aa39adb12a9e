package io.github.partnercart.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Halves of characters in JSON. */
class SurrogatesTest {
  @ParameterizedTest
  @CsvSource({
    "\\ud83d, \\ufffd",
    "a\\uD83Db, a\\ufffdb",
    "\\udc00\\ud83d, \\ufffd\\ufffd",
    "\\ud83d\\ude00, \\ud83d\\ude00",
    "\\ud83d\\ud83d\\ude00, \\ufffd\\ud83d\\ude00",
    "\\\\ud83d, \\\\ud83d",
    "\\u0041\\n\\ud83, \\u0041\\n\\ud83",
    "\\, \\",
  })
  void oneThatStandsAloneIsReplaced(String json, String replaced) {
    char[] text = json.toCharArray();

    Surrogates.replaceUnpaired(text, text.length);

    assertEquals(replaced, new String(text));
  }
}
