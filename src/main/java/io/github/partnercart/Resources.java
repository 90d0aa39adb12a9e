package io.github.partnercart;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Texts that lie beside the classes. */
final class Resources {
  private Resources() {}

  static String version() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text("version.properties")));
    return "partner-cart " + properties.getProperty("version");
  }

  static String schema() throws IOException {
    return text("schema.json");
  }

  private static String text(String name) throws IOException {
    try (InputStream resource = Resources.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new FileNotFoundException(name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
