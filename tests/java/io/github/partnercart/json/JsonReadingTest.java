package io.github.partnercart.json;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadingTest {
  private static JsonElement read(String text) throws InvalidJsonException {
    return JsonReading.OF_COMMANDS.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String fault(byte[] text) {
    return assertThrows(InvalidJsonException.class, () -> JsonReading.OF_COMMANDS.read(text))
        .getMessage();
  }

  private static String fault(String text) {
    return fault(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "\"\"",
        "[[]]",
        "{\"\":\"\"}",
        "[1,2.5,-3e+10,4E-2,0.0]",
        "{\"a\":{\"b\":[null]}}",
        "[\"\\b\\f\\n\\r\\t\\\"\\\\\"]",
        "[\"\u007f\u2028\u00e4\"]",
        "[\"NaN\"]",
        "{\"a\":1,\"A\":2}",
        "[123456789012345678901234567890]"
      })
  void whatRfc8259AllowsIsReadAndKeptAsItIs(String text) throws Exception {
    assertEquals(text.replace("\u2028", "\\u2028"), read(text).toString());
  }

  @Test
  void whiteSpaceAndEscapesDoNotChangeAValue() throws Exception {
    assertEquals(
        read("{\"a/b\":[\"😀ä\"]}"),
        read(" \t\r\n{ \"a\\/b\" : [ \"\\uD83D\\uDE00\\u00e4\" ]\r\n}\t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "tru",
        "True",
        "NULL",
        "nullx",
        "-",
        "--1",
        "01",
        "-01",
        "1.",
        ".1",
        "+1",
        "1e",
        "1e+",
        "0x1",
        "1_000",
        "NaN",
        "Infinity",
        "-Infinity",
        "'a'",
        "a",
        "\"a",
        "\"\\\"",
        "[",
        "]",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "{",
        "}",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\"=1}",
        "{\"a\"=>1}",
        "{\"a\":1;}",
        "{1:2}",
        "{null:1}",
        "{\"a\" \"b\"}",
        "[}",
        "{]",
        "1 2",
        "{}{}",
        "[],",
        "{} x",
        "null null",
        "//",
        "[]//",
        "#",
        "/**/1",
        "[1/**/]",
        ")]}'\n[]",
        "\"\\a\"",
        "\"\\'\"",
        "\"\\u\"",
        "\"\\u123\"",
        "\"\\u123g\"",
        "\"\\U0041\"",
        "\"\n\"",
        "\"\t\"",
        "\"\u0000\"",
        "\"\u001f\"",
        "\"\\\n\"",
        "\u00a0[]",
        "\u2028[]",
        "[\u000b]",
        "[\f]"
      })
  void whatRfc8259ForbidsIsRefusedWithItsPlace(String text) {
    String fault = fault(text);
    assertTrue(fault.matches("(?s).+ at (column \\d+ \\(\\$.*\\)|its beginning)"), fault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\uD83D\"",
        "\"\\uDE00\"",
        "\"\\uD83Dx\"",
        "\"\\uDE00\\uD83D\"",
        "{\"\\uD83D\":1}"
      })
  void halfASurrogatePairIsRefusedAsItHasNoUtf8Form(String text) {
    assertTrue(fault(text).contains("surrogate"), fault(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":[1,{"b":tru}]} | column 14 ($.a[1].b)
          {"a":1,"a":2}       | column 11 ($.a)
          [1] 2               | column 6 ($)
          {"a":"x             | column 8 ($.a)
          """)
  void faultTellsCharacterAndPath(String text, String place) {
    assertTrue(fault(text).endsWith(place), fault(text));
  }

  @Test
  void faultNamesTheMemberThatStandsTwice() {
    assertTrue(fault("{\"a\":{\"b\":1,\"\\u0062\":1}}").contains("the member \"b\" stands twice"));
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false", "100000, false"})
  void nestingIsReadUpTo64Deep(int depth, boolean isRead) {
    String arrays = "[".repeat(depth) + "]".repeat(depth);
    String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    if (isRead) {
      assertDoesNotThrow(() -> read(arrays));
      assertDoesNotThrow(() -> read(objects));
    } else {
      assertTrue(fault(arrays).startsWith("the nesting is more than 64 deep"), fault(arrays));
      assertTrue(fault(objects).startsWith("the nesting is more than 64 deep"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void numberKeepsTheDigitsItWasWrittenWith(JsonReading reading) throws Exception {
    for (String number : new String[] {"1.10", "1E2", "-0", "1e-7", "12345678901234567890.10"}) {
      JsonElement read = reading.read(number.getBytes(StandardCharsets.UTF_8));
      assertEquals(number, read.getAsString());
      assertEquals(number, read.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "10, 11", "5000, 5001"})
  void faultTellsTheByteThatIsNotUtf8(int before, int place) {
    byte[] text = ("x".repeat(before) + "?").getBytes(StandardCharsets.UTF_8);
    text[before] = (byte) 0xFF;
    if (before > 0) {
      text[0] = '"';
    }
    assertEquals("the text is not UTF-8 at byte " + place, fault(text));
  }

  @Test
  void answersOfTheServiceMayHoldAMemberTwiceAndBytesThatAreNotUtf8() throws Exception {
    byte[] text = "{\"a\":1,\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    text[text.length - 3] = (byte) 0xFF;
    assertEquals("{\"a\":\"\uFFFD\"}", JsonReading.OF_ANSWERS.read(text).toString());
  }

  @Test
  void answersOfTheServiceMustBeJsonToo() {
    byte[] html = "<html>".getBytes(StandardCharsets.UTF_8);
    assertThrows(InvalidJsonException.class, () -> JsonReading.OF_ANSWERS.read(html));
  }
}
