package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The part that a partner has in a line item, with the numbers of Microsoft's SDK 3.4. */
enum ParticipantType {
  /** As the original wrote it. */
  TransactionReseller("1", "TransactionReseller"),
  ConsumptionReseller("2", "consumption_reseller"),
  /** Of EU and EFTA indirect providers; the key may stand several times. */
  AdditionalTransactionReseller("3", "additional_transaction_reseller"),
  Unknown("0", "Unknown");

  private final String number;
  private final String restName;

  ParticipantType(String number, String restName) {
    this.number = number;
    this.restName = restName;
  }

  String restName() {
    return restName;
  }

  /** Finds one by its name or its snake_case name, in any case, or by its number. */
  static Optional<ParticipantType> of(JsonPrimitive value) {
    String text = value.getAsString().replace("_", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            type -> type.name().toLowerCase(Locale.ROOT).equals(text) || type.number.equals(text))
        .findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(ParticipantType::name).collect(Collectors.joining(", "));
  }
}
