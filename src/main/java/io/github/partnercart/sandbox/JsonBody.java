package io.github.partnercart.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a request as one JSON object. */
final class JsonBody {
  private JsonBody() {}

  static JsonObject read(ByteBuffer body) throws RefusedException {
    try {
      // A new decoder reports malformed input, where String's constructor replaces it.
      String text = StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
      var reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() == JsonToken.END_DOCUMENT && element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (CharacterCodingException e) {
      throw new RefusedException("The body is not UTF-8.");
    } catch (IOException | JsonParseException e) {
      throw new RefusedException("The body is not JSON.");
    }
    throw new RefusedException("The body is not one JSON object.");
  }
}
