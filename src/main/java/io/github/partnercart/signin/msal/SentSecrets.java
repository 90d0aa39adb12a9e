package io.github.partnercart.signin.msal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The secrets that a request brought, to be taken out of an answer which repeats them. */
final class SentSecrets {
  private static final Set<String> FIELDS =
      Set.of(
          "assertion",
          "client_assertion",
          "client_secret",
          "code",
          "code_verifier",
          "device_code",
          "password",
          "refresh_token");
  private static final Set<String> HEADERS = Set.of("authorization", "secret", "x-identity-header");

  private static final Set<String> TOKENS =
      Set.of("access_token", "client_info", "id_token", "refresh_token");

  /** A shorter one is no secret, and would turn up in any text. */
  private static final int SHORTEST = 4;

  private static final String MASK = "***";

  private final List<String> values = new ArrayList<>();

  /**
   * Finds them.
   *
   * @param body a form; null where there is none
   */
  SentSecrets(Map<String, List<String>> headers, @Nullable String body) {
    headers.forEach(
        (name, texts) -> {
          if (HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            texts.forEach(text -> add(text.replaceFirst("^(?i:Basic|Bearer) ", "")));
          }
        });
    for (String field : body == null ? new String[0] : body.split("&")) {
      String[] parts = field.split("=", 2);
      if (parts.length == 2 && FIELDS.contains(parts[0])) {
        add(parts[1]);
        add(decoded(parts[1]));
      }
    }
    // What holds another one goes first.
    values.sort(Comparator.comparing(String::length).reversed());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private void add(String secret) {
    if (secret.length() >= SHORTEST) {
      values.add(secret);
    }
  }

  /**
   * The answer without them: JSON, in which they may be escaped in several ways, or any text. The
   * tokens that it brings stay as they are: a refresh token may be the same one again.
   */
  String removedFrom(String answer) {
    if (values.isEmpty()) {
      return answer;
    }
    try {
      return removedFrom(JsonReading.OF_ANSWERS.read(answer.getBytes(StandardCharsets.UTF_8)))
          .toString();
    } catch (InvalidJsonException e) {
      return masked(answer);
    }
  }

  private JsonElement removedFrom(JsonElement json) {
    if (json instanceof JsonObject object) {
      JsonObject clean = new JsonObject();
      object
          .asMap()
          .forEach(
              (name, member) ->
                  clean.add(name, TOKENS.contains(name) ? member : removedFrom(member)));
      return clean;
    }
    if (json instanceof JsonArray array) {
      JsonArray clean = new JsonArray();
      array.forEach(element -> clean.add(removedFrom(element)));
      return clean;
    }
    return json instanceof JsonPrimitive text && text.isString()
        ? new JsonPrimitive(masked(text.getAsString()))
        : json;
  }

  private String masked(String text) {
    String clean = text;
    for (String secret : values) {
      clean = clean.replace(secret, MASK);
    }
    return clean;
  }

  @Override
  public String toString() {
    return "SentSecrets";
  }
}
