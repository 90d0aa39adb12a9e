package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.nio.ByteBuffer;

/** Reads the body of a request as one JSON object. */
final class JsonBody {
  private JsonBody() {}

  static JsonObject read(ByteBuffer body) throws RefusedException {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    try {
      if (JsonReading.OF_COMMANDS.read(bytes) instanceof JsonObject object) {
        return object;
      }
    } catch (InvalidJsonException e) {
      throw new RefusedException("The body is not JSON: " + e.getMessage() + ".");
    }
    throw new RefusedException("The body is not one JSON object.");
  }
}
