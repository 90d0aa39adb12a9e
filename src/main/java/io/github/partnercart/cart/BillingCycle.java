package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Optional;

/**
 * How often a line item is billed: the names of the original's {@code BillingCycleType}, and those
 * that came later, with the numbers of Microsoft's SDK 3.4.
 */
public enum BillingCycle implements ServiceConstant {
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

  @Override
  public String number() {
    return number;
  }

  static Optional<BillingCycle> of(JsonPrimitive value) {
    return ServiceConstant.find(values(), value);
  }

  static String names() {
    return ServiceConstant.names(values());
  }
}
