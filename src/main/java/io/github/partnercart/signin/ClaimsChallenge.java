package io.github.partnercart.signin;

import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The claims that a service asks for with a 401, in its {@code WWW-Authenticate} header. */
final class ClaimsChallenge {
  private static final Pattern CLAIMS =
      Pattern.compile("[\\s,]claims\\s*=\\s*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

  private ClaimsChallenge() {}

  /** Finds the claims as JSON; empty where there are none, or none that can be read. */
  static Optional<String> claims(@Nullable String header) {
    Matcher matcher = CLAIMS.matcher(header == null ? "" : header);
    if (!matcher.find()) {
      return Optional.empty();
    }
    try {
      // Services write either alphabet, with and without padding.
      String base64 = matcher.group(1).replace('+', '-').replace('/', '_').replaceAll("=+$", "");
      byte[] json = Base64.getUrlDecoder().decode(base64);
      return JsonReading.OF_ANSWERS.read(json) instanceof JsonObject claims
          ? Optional.of(claims.toString())
          : Optional.empty();
    } catch (IllegalArgumentException | InvalidJsonException e) {
      return Optional.empty();
    }
  }
}
