package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often a line item is billed: the names of the original's {@code BillingCycleType}, and those
 * that came later, with the numbers of Microsoft's SDK 3.4.
 */
public enum BillingCycle {
  Unknown("0"),
  Monthly("1"),
  Annual("2"),
  None("3"),
  OneTime("4"),
  /** Every three years. */
  Triennial("5"),
  /** Every two years. */
  Biennial("6");

  private final String number;

  BillingCycle(String number) {
    this.number = number;
  }

  /**
   * Finds a billing cycle as it is seen on the wire: {@code OneTime}, {@code oneTime}, {@code
   * one_time}, in any case, or the .NET enum's number.
   */
  static Optional<BillingCycle> of(JsonPrimitive value) {
    String text = value.getAsString().replace("_", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            cycle ->
                cycle.name().toLowerCase(Locale.ROOT).equals(text) || cycle.number.equals(text))
        .findFirst();
  }

  static String names() {
    return Arrays.stream(values()).map(BillingCycle::name).collect(Collectors.joining(", "));
  }
}
