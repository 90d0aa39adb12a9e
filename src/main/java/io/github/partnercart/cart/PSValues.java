package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.Members;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The values of the service's answers in the form that {@code ConvertTo-Json -EnumsAsStrings} gives
 * the original's objects. A value of another form than documented is shown as it is: the cart
 * exists, so reading it must not fail.
 */
final class PSValues {
  private static final int MAX_NUMBER_LENGTH = 32;

  private PSValues() {}

  static JsonElement asItIs(Optional<JsonElement> answered) {
    return answered.orElse(JsonNull.INSTANCE);
  }

  static JsonElement text(Optional<JsonElement> answered) {
    return convert(answered, value -> new JsonPrimitive(value.getAsString()));
  }

  /** 0 where there is none, being the default of .NET's int. */
  static JsonElement int32(Optional<JsonElement> answered) {
    return convert(Optional.of(answered.orElse(new JsonPrimitive(0))), PSValues::wholeNumber);
  }

  private static JsonElement wholeNumber(JsonPrimitive value) {
    String text = value.getAsString();
    if (value.isBoolean() || text.length() > MAX_NUMBER_LENGTH) {
      return value;
    }
    try {
      return new JsonPrimitive(new BigDecimal(text).intValueExact());
    } catch (NumberFormatException e) {
      return value;
    } catch (ArithmeticException e) {
      return value;
    }
  }

  static JsonElement timestamp(Optional<JsonElement> answered) {
    return convert(answered, value -> new JsonPrimitive(Timestamps.toUtc(value.getAsString())));
  }

  static JsonElement billingCycle(Optional<JsonElement> answered) {
    return convert(
        Optional.of(answered.orElse(new JsonPrimitive(BillingCycle.Unknown.name()))),
        value -> enumValue(BillingCycle.of(value), value));
  }

  static JsonElement participants(Optional<JsonElement> answered) {
    return list(
        answered,
        pair -> {
          JsonObject shown = new JsonObject();
          shown.add("Key", participantType(Members.find(pair, "key").orElse(JsonNull.INSTANCE)));
          shown.add("Value", text(Members.find(pair, "value")));
          return shown;
        });
  }

  /** {@code transaction_reseller} and {@code 1} are TransactionReseller; null is Unknown. */
  private static JsonElement participantType(JsonElement key) {
    if (key.isJsonNull()) {
      return new JsonPrimitive(ParticipantType.Unknown.name());
    }
    return key instanceof JsonPrimitive value
        ? ParticipantType.of(value)
            .<JsonElement>map(type -> new JsonPrimitive(type.name()))
            .orElse(key)
        : new JsonPrimitive(key.toString());
  }

  static JsonElement provisioningContext(Optional<JsonElement> answered) {
    return answered.orElseGet(JsonObject::new);
  }

  static JsonElement renewsTo(Optional<JsonElement> answered) {
    Optional<JsonElement> only =
        answered.map(value -> value instanceof JsonArray a && a.size() == 1 ? a.get(0) : value);
    return object(
        only,
        renewsTo -> {
          JsonObject shown = new JsonObject();
          shown.add("TermDuration", text(Members.find(renewsTo, "termDuration")));
          return shown;
        });
  }

  static JsonElement cartError(Optional<JsonElement> answered) {
    return object(
        answered,
        error -> {
          JsonObject shown = new JsonObject();
          shown.add("ErrorCode", errorCode(Members.find(error, "errorCode")));
          shown.add("ErrorDescription", text(Members.find(error, "errorDescription")));
          shown.add(
              "AdditionalInformation", pascalCase(Members.find(error, "additionalInformation")));
          return shown;
        });
  }

  private static JsonElement errorCode(Optional<JsonElement> answered) {
    return convert(
        Optional.of(answered.orElse(new JsonPrimitive(0))),
        value -> enumValue(CartErrorCode.of(value), value));
  }

  static JsonElement lineItems(Optional<JsonElement> answered) {
    return list(answered, item -> new CartLineItem(item).toPowerShell());
  }

  /** The enum's name, or what the enum does not hold as text, as .NET shows both. */
  private static JsonElement enumValue(Optional<? extends Enum<?>> known, JsonPrimitive value) {
    return new JsonPrimitive(known.<String>map(Enum::name).orElseGet(value::getAsString));
  }

  /** Shows each object of an array; null where there is none. */
  static JsonElement list(Optional<JsonElement> answered, UnaryOperator<JsonObject> shown) {
    if (!(answered.orElse(JsonNull.INSTANCE) instanceof JsonArray array)) {
      return asItIs(answered);
    }
    JsonArray list = new JsonArray(array.size());
    for (JsonElement element : array) {
      list.add(object(Optional.of(element), shown));
    }
    return list;
  }

  /** Members as .NET names them: links and prices are shown, not understood. */
  static JsonElement pascalCase(Optional<JsonElement> answered) {
    return answered.map(PSValues::pascalCase).orElse(JsonNull.INSTANCE);
  }

  private static JsonElement pascalCase(JsonElement element) {
    if (!(element instanceof JsonObject object)) {
      return element;
    }
    JsonObject shown = new JsonObject();
    object
        .entrySet()
        .forEach(
            entry ->
                shown.add(
                    entry.getKey().isEmpty()
                        ? ""
                        : entry.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                            + entry.getKey().substring(1),
                    pascalCase(entry.getValue())));
    return shown;
  }

  static JsonElement object(Optional<JsonElement> answered, UnaryOperator<JsonObject> shown) {
    return answered.orElse(JsonNull.INSTANCE) instanceof JsonObject object
        ? shown.apply(object)
        : asItIs(answered);
  }

  private interface Conversion {
    JsonElement of(JsonPrimitive value);
  }

  private static JsonElement convert(Optional<JsonElement> answered, Conversion conversion) {
    return answered.orElse(JsonNull.INSTANCE) instanceof JsonPrimitive value
        ? conversion.of(value)
        : asItIs(answered);
  }
}
