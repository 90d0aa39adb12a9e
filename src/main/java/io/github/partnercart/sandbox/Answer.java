package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import java.util.Map;

/** What the sandbox answers to a request: status, JSON text, and headers beyond the usual ones. */
record Answer(int status, String body, Map<String, String> headers) {

  static Answer of(int status, JsonObject body) {
    return new Answer(status, body.toString(), Map.of());
  }

  Answer with(String header, String value) {
    return new Answer(status, body, Map.of(header, value));
  }
}
