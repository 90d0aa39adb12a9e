package io.github.partnercart.partnercenter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is a failure.
 *
 * @param code the service's code, such as 800060
 * @param description the service's words, or the first part of a body of another form
 */
record Fault(@Nullable String code, @Nullable String description) {
  private static final int MAX_TEXT = 500;

  /** Reads {@code {"code":…,"description":…}} and the forms that gateways answer with. */
  static Fault of(byte[] body) {
    try {
      if (JsonReading.OF_ANSWERS.read(body) instanceof JsonObject fault) {
        JsonObject inner =
            Members.find(fault, "error").orElse(fault) instanceof JsonObject error ? error : fault;
        return new Fault(
            scalar(inner, "code").or(() -> scalar(inner, "errorCode")).orElse(null),
            scalar(inner, "description")
                .or(() -> scalar(inner, "message"))
                .or(() -> scalar(inner, "errorMessage"))
                .orElse(null));
      }
    } catch (InvalidJsonException e) {
      // Not the service's own form: its text is shown instead.
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return new Fault(null, text.isEmpty() ? null : cut(text));
  }

  private static Optional<String> scalar(JsonObject fault, String name) {
    return Members.find(fault, name)
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .filter(text -> !text.isBlank())
        .map(Fault::cut);
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
