package io.github.partnercart.partnercenter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is a failure.
 *
 * @param code the service's code, such as 800060
 * @param description the service's words, or the first part of a body of another form
 * @param data the service's reasons: the elements of {@code data}, and the {@code ModelState} or
 *     {@code errors} of a gateway
 * @param isRetryable whether the service says that the same request may succeed later
 */
record Fault(
    @Nullable String code, @Nullable String description, JsonArray data, boolean isRetryable) {
  /** What the service documents as the longest description. */
  private static final int MAX_TEXT = 1024;

  /** Longer reasons are left out: an error is to fit on a screen and into a log. */
  private static final int MAX_DATA = 16 * 1024;

  /** What a cart, or what was ordered, has. */
  private static final List<String> RESULT = List.of("id", "lineItems", "orders", "orderErrors");

  /** Reads {@code {"code":…,"description":…}} and the forms that gateways answer with. */
  static Fault of(byte[] body) {
    try {
      if (JsonReading.OF_ANSWERS.read(body) instanceof JsonObject fault) {
        JsonObject inner =
            Members.find(fault, "error").orElse(fault) instanceof JsonObject error ? error : fault;
        return new Fault(
            scalar(inner, "code", "errorCode"),
            scalar(inner, "description", "message", "errorMessage", "detail", "title"),
            dataOf(inner),
            isTrue(inner, "isRetryable"));
      }
    } catch (InvalidJsonException e) {
      // Not the service's own form: its text is shown instead.
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return new Fault(null, text.isEmpty() ? null : cut(text), new JsonArray(), false);
  }

  /** Whether a body has the service's code and words, and nothing of a result. */
  static boolean isWholly(byte[] body) {
    try {
      return JsonReading.OF_ANSWERS.read(body) instanceof JsonObject answer
          && scalar(answer, "code") != null
          && scalar(answer, "description") != null
          && RESULT.stream().allMatch(name -> Members.find(answer, name).isEmpty());
    } catch (InvalidJsonException e) {
      return false;
    }
  }

  /** The first of these members that is a text or a number. */
  private static @Nullable String scalar(JsonObject fault, String... names) {
    return Stream.of(names)
        .flatMap(name -> Members.find(fault, name).stream())
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .filter(text -> !text.isBlank())
        .map(Fault::cut)
        .findFirst()
        .orElse(null);
  }

  private static boolean isTrue(JsonObject fault, String name) {
    return Members.find(fault, name)
        .filter(value -> value.equals(new JsonPrimitive(true)))
        .isPresent();
  }

  private static JsonArray dataOf(JsonObject fault) {
    JsonArray data = new JsonArray();
    for (String name : List.of("data", "ModelState", "errors")) {
      JsonElement reasons = Members.find(fault, name).orElse(JsonNull.INSTANCE);
      if (reasons instanceof JsonArray elements) {
        data.addAll(elements);
      } else if (!reasons.isJsonNull()) {
        data.add(reasons);
      }
    }
    return data.toString().length() <= MAX_DATA ? data : new JsonArray();
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
