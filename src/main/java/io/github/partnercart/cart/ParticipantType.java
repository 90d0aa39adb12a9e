package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** The part that a partner has in a line item, with the numbers of Microsoft's SDK 3.4. */
enum ParticipantType implements ServiceConstant {
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

  @Override
  public String number() {
    return number;
  }

  static Optional<ParticipantType> of(JsonPrimitive value) {
    return ServiceConstant.find(values(), value);
  }

  static String names() {
    return ServiceConstant.names(values());
  }
}
