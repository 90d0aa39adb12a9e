package io.github.partnercart.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;

/** Strict JSON, from bytes of any kind. */
class JsonReadingFuzzTest {
  @FuzzTest
  void whatTheRfcAllowsIsReadAndNothingElse(byte[] text) throws Exception {
    boolean isAllowed = Rfc8259.allows(text);
    try {
      JsonElement read = JsonReading.OF_COMMANDS.read(text);
      assertEquals(true, isAllowed, "read, but not allowed");
      byte[] written = read.toString().getBytes(StandardCharsets.UTF_8);
      assertEquals(read, JsonReading.OF_COMMANDS.read(written));
      assertEquals(read, JsonReading.OF_ANSWERS.read(text));
    } catch (InvalidJsonException e) {
      assertEquals(false, isAllowed, e.getMessage());
    }
  }
}
