package io.github.partnercart.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the sandbox sells, and what it has against a line item. */
final class Catalog {
  private static final int CATALOG_ITEM_ID_IS_NOT_VALID = 10001;
  private static final int INVALID_INPUT = 10010;
  private static final Pattern KNOWN =
      Pattern.compile(
          "[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]+"
              + "|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|MS-AZR-[a-z0-9-]+",
          Pattern.CASE_INSENSITIVE);
  private static final List<String> CYCLES_BY_NUMBER =
      List.of("unknown", "monthly", "annual", "none", "one_time", "triennial", "biennial");
  private static final Map<String, String> CYCLES =
      Map.of(
          "unknown", "unknown",
          "monthly", "monthly",
          "annual", "annual",
          "triennial", "triennial",
          "biennial", "biennial",
          "none", "none",
          "onetime", "one_time");
  private static final Set<String> TERMS = Set.of("P1M", "P1Y", "P3Y");

  private Catalog() {}

  /** Returns the CartError of a line item with documented names, null if it can be bought. */
  static @Nullable JsonObject error(JsonObject item) {
    String id = text(item.get("catalogItemId"));
    if (!KNOWN.matcher(id).matches() || id.toUpperCase(Locale.ROOT).startsWith("UNKNOWN")) {
      return error(CATALOG_ITEM_ID_IS_NOT_VALID, "The catalog item id '" + id + "' is not valid.");
    }
    JsonElement quantity = item.get("quantity");
    if (isAbsent(quantity) || wholeNumber(quantity).orElse(0) < 1) {
      return error(INVALID_INPUT, "The quantity must be 1 or more, not " + text(quantity) + ".");
    }
    JsonElement cycle = item.get("billingCycle");
    if (!isAbsent(cycle) && billingCycle(cycle) == null) {
      return error(INVALID_INPUT, "The billing cycle '" + text(cycle) + "' is not valid.");
    }
    String term = text(item.get("termDuration"));
    if (!term.isEmpty() && !TERMS.contains(term.toUpperCase(Locale.ROOT))) {
      return error(INVALID_INPUT, "The term duration '" + term + "' is not valid.");
    }
    return null;
  }

  /** Returns a billing cycle as it is answered, null if there is no such cycle. */
  static @Nullable String billingCycle(JsonElement sent) {
    if (!sent.isJsonPrimitive()) {
      return null;
    }
    if (sent.getAsJsonPrimitive().isNumber()) {
      int number = wholeNumber(sent).orElse(-1);
      return number >= 0 && number < CYCLES_BY_NUMBER.size() ? CYCLES_BY_NUMBER.get(number) : null;
    }
    return CYCLES.get(sent.getAsString().replace("_", "").toLowerCase(Locale.ROOT));
  }

  /** Returns the value of a JSON number that is a 32-bit whole one. */
  static OptionalInt wholeNumber(@Nullable JsonElement sent) {
    if (sent == null || !sent.isJsonPrimitive() || !sent.getAsJsonPrimitive().isNumber()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(new BigDecimal(sent.getAsString()).intValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** Returns a string as it is, nothing as empty, anything else as JSON. */
  static String text(@Nullable JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return "";
    }
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }

  private static boolean isAbsent(@Nullable JsonElement element) {
    return text(element).isEmpty();
  }

  private static JsonObject error(int code, String description) {
    var error = new JsonObject();
    error.addProperty("errorCode", code);
    error.addProperty("errorDescription", description);
    return error;
  }
}
