package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.AsciiCase;
import io.github.partnercart.json.Excerpt;
import io.github.partnercart.json.Members;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks of the values that a user writes into a line item; each gives the value for the wire, or
 * says what was wrong and what would be right.
 */
final class LineItemValues {
  /** The terms that are documented; the service may have more. */
  static final List<String> TERMS = List.of("P1M", "P1Y", "P3Y");

  private static final int LENGTH_OF_DATE = "2026-11-23".length();

  /**
   * In ASCII digits, with or without an exponent. More digits than that are no whole number that
   * anybody means, and would cost time to expand.
   */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,15}(\\.[0-9]{1,10})?([eE][-+]?[0-9]{1,2})?");

  private LineItemValues() {}

  static Optional<JsonElement> text(String path, JsonElement written) throws InvalidValueException {
    if (written instanceof JsonPrimitive value && value.isString()) {
      return Optional.of(value);
    }
    throw InvalidValueException.type(path + " must be a string, but was " + shown(written) + ".");
  }

  static Optional<JsonElement> nonEmptyText(String path, JsonElement written)
      throws InvalidValueException {
    Optional<JsonElement> text = text(path, written);
    if (text.isPresent() && text.get().getAsString().isBlank()) {
      throw InvalidValueException.value(path + " must not be empty.");
    }
    return text;
  }

  static Optional<JsonElement> flag(String path, JsonElement written) throws InvalidValueException {
    if (written instanceof JsonPrimitive value && value.isBoolean()) {
      return Optional.of(value);
    }
    throw InvalidValueException.type(
        path + " must be true or false, but was " + shown(written) + ".");
  }

  static Optional<JsonElement> quantity(String path, JsonElement written)
      throws InvalidValueException {
    return Optional.of(wholeNumber(path, written, 1));
  }

  static Optional<JsonElement> id(String path, JsonElement written) throws InvalidValueException {
    return Optional.of(wholeNumber(path, written, 0));
  }

  /** A number or, as PowerShell converts it, a string with a number in it. */
  private static JsonElement wholeNumber(String path, JsonElement written, int least)
      throws InvalidValueException {
    if (!(written instanceof JsonPrimitive value)
        || value.isBoolean()
        || !NUMBER.matcher(value.getAsString().strip()).matches()) {
      throw InvalidValueException.type(noWholeNumber(path, written, least));
    }
    BigDecimal number = new BigDecimal(value.getAsString().strip());
    if (number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
        || number.remainder(BigDecimal.ONE).signum() != 0) {
      throw InvalidValueException.value(noWholeNumber(path, written, least));
    }
    return new JsonPrimitive(number.intValueExact());
  }

  private static String noWholeNumber(String path, JsonElement written, int least) {
    return path
        + " must be a whole number from "
        + least
        + " to "
        + Integer.MAX_VALUE
        + ", but was "
        + shown(written)
        + ".";
  }

  static Optional<JsonElement> billingCycle(String path, JsonElement written)
      throws InvalidValueException {
    JsonPrimitive value = name(path, BillingCycle.names(), written);
    return Optional.of(
        BillingCycle.of(value).map(cycle -> new JsonPrimitive(cycle.name())).orElse(value));
  }

  static Optional<JsonElement> termDuration(String path, JsonElement written)
      throws InvalidValueException {
    JsonPrimitive value = name(path, String.join(", ", TERMS) + " (ISO 8601)", written);
    String term = value.getAsString().toUpperCase(Locale.ROOT);
    return Optional.of(TERMS.contains(term) ? new JsonPrimitive(term) : value);
  }

  /**
   * The name of something. One that is not known here is taken, too: the service may know it.
   *
   * @param known the names that are known, for the message
   */
  private static JsonPrimitive name(String path, String known, JsonElement written)
      throws InvalidValueException {
    if (written instanceof JsonPrimitive value
        && !value.isBoolean()
        && !value.getAsString().isBlank()) {
      return value;
    }
    throw InvalidValueException.type(
        path + " must be one of " + known + ", but was " + shown(written) + ".");
  }

  /** The day that is written, in any time zone; a time stamp in UTC stays as it is. */
  static Optional<JsonElement> date(String path, JsonElement written) throws InvalidValueException {
    String date = text(path, written).map(JsonElement::getAsString).orElse("");
    try {
      if (date.length() > LENGTH_OF_DATE) {
        DateTimeFormatter.ISO_DATE_TIME.parse(date);
      }
      LocalDate day = LocalDate.parse(date.substring(0, Math.min(LENGTH_OF_DATE, date.length())));
      return Optional.of(new JsonPrimitive(date.endsWith("Z") ? date : day + "T00:00:00Z"));
    } catch (DateTimeException e) {
      throw InvalidValueException.value(
          path
              + " must be a date such as 2027-06-30 or 2027-06-30T00:00:00Z (ISO 8601), but was "
              + shown(written)
              + ".");
    }
  }

  static Optional<JsonElement> readOnly(String path, JsonElement written) {
    return Optional.empty();
  }

  static Optional<JsonElement> addonItems(String path, JsonElement written)
      throws InvalidValueException {
    JsonArray rest = new JsonArray();
    for (CartLineItem item : CartLineItem.list(path, written, CartLineItem.Emptiness.ALLOWED)) {
      rest.add(item.rest());
    }
    return Optional.of(rest);
  }

  /** {@code {"TermDuration":"P1Y"}}, or the array of one that older answers have. */
  static Optional<JsonElement> renewsTo(String path, JsonElement written)
      throws InvalidValueException {
    JsonElement only =
        written instanceof JsonArray array && array.size() == 1 ? array.get(0) : written;
    if (!(only instanceof JsonObject object)) {
      throw InvalidValueException.type(
          path + " must be an object with a TermDuration, but was " + shown(written) + ".");
    }
    JsonObject rest = new JsonObject();
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      if (!AsciiCase.same(member.getKey(), "TermDuration")) {
        throw unknown(path, member.getKey(), "TermDuration");
      }
      requireOnce(path, object, "TermDuration");
      if (!member.getValue().isJsonNull()) {
        termDuration(path + ".TermDuration", member.getValue())
            .ifPresent(term -> rest.add("termDuration", term));
      }
    }
    return Optional.of(rest);
  }

  /** {@code [{"Key":"TransactionReseller","Value":"<MPN id>"}]}, or one such pair. */
  static Optional<JsonElement> participants(String path, JsonElement written)
      throws InvalidValueException {
    JsonArray rest = new JsonArray();
    if (written instanceof JsonArray pairs) {
      for (int i = 0; i < pairs.size(); i++) {
        rest.add(participant(path + "[" + i + "]", pairs.get(i)));
      }
    } else {
      rest.add(participant(path, written));
    }
    return Optional.of(rest);
  }

  private static JsonObject participant(String path, JsonElement written)
      throws InvalidValueException {
    if (!(written instanceof JsonObject pair)) {
      throw InvalidValueException.type(
          path + " must be an object with Key and Value, but was " + shown(written) + ".");
    }
    for (String name : pair.keySet()) {
      if (!AsciiCase.same(name, "Key") && !AsciiCase.same(name, "Value")) {
        throw unknown(path, name, "Key, Value");
      }
    }
    requireOnce(path, pair, "Key");
    requireOnce(path, pair, "Value");
    JsonPrimitive key = name(path + ".Key", ParticipantType.names(), required(path, pair, "Key"));
    JsonObject rest = new JsonObject();
    rest.add(
        "key",
        ParticipantType.of(key)
            .<JsonPrimitive>map(type -> new JsonPrimitive(type.restName()))
            .orElse(key));
    text(path + ".Value", required(path, pair, "Value"))
        .ifPresent(value -> rest.add("value", value));
    return rest;
  }

  private static void requireOnce(String path, JsonObject object, String name)
      throws InvalidValueException {
    if (object.keySet().stream().filter(other -> AsciiCase.same(name, other)).count() > 1) {
      throw twice(path, name);
    }
  }

  static InvalidValueException twice(String path, String name) {
    return InvalidValueException.value(
        path + " has " + name + " twice; names match without regard to case.");
  }

  private static JsonElement required(String path, JsonObject pair, String name)
      throws InvalidValueException {
    return Members.find(pair, name)
        .orElseThrow(() -> InvalidValueException.value(path + " lacks " + name + "."));
  }

  /** Names keep their case: the service tells {@code scope} from {@code Scope}. */
  static Optional<JsonElement> provisioningContext(String path, JsonElement written)
      throws InvalidValueException {
    if (!(written instanceof JsonObject context)) {
      throw InvalidValueException.type(
          path + " must be an object of names and texts, but was " + shown(written) + ".");
    }
    JsonObject rest = new JsonObject();
    context
        .entrySet()
        .forEach(
            entry ->
                rest.add(
                    entry.getKey(),
                    // What is neither goes back as the service has answered it.
                    entry.getValue() instanceof JsonPrimitive value
                        ? new JsonPrimitive(value.getAsString())
                        : entry.getValue()));
    return Optional.of(rest);
  }

  static InvalidValueException unknown(String path, String name, String existing) {
    return InvalidValueException.unknownMember(
        path + " has no member \"" + name + "\". Its members are " + existing + ".");
  }

  /** The value as the user wrote it, cut where it is long. */
  static String shown(JsonElement written) {
    return Excerpt.of(written.toString());
  }
}
