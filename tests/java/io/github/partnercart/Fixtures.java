package io.github.partnercart;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files of tests/fixtures. */
public final class Fixtures {
  private Fixtures() {}

  public static JsonObject json(String path) {
    try (InputStream file = Fixtures.class.getResourceAsStream("/" + path)) {
      return JsonParser.parseString(
              new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
