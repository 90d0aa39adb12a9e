package io.github.partnercart.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MembersTest {
  private final JsonObject object =
      JsonParser.parseString("{\"Id\":\"a\",\"none\":null,\"n\":1}").getAsJsonObject();

  @Test
  void memberIsFoundInAnyCase() {
    assertEquals(Optional.of("a"), Members.findString(object, "iD"));
    assertEquals(Optional.of(new JsonPrimitive(1)), Members.find(object, "N"));
  }

  @Test
  void nullCountsAsNoMember() {
    assertEquals(Optional.empty(), Members.find(object, "none"));
    assertEquals(Optional.empty(), Members.find(object, "other"));
  }

  @Test
  void onlyAStringIsFoundAsAString() {
    assertEquals(Optional.empty(), Members.findString(object, "n"));
  }

  @Test
  void memberIsSetUnderTheNameThatItHas() {
    Members.set(object, "ID", new JsonPrimitive("b"));
    Members.set(object, "New", new JsonPrimitive(true));
    assertEquals("{\"Id\":\"b\",\"none\":null,\"n\":1,\"New\":true}", object.toString());
  }
}
