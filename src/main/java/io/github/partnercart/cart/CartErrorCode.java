package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why the service could not take a line item, by the service's name and number. */
public enum CartErrorCode {
  Unknown(0),
  CurrencyIsNotSupported(10000),
  CatalogItemIdIsNotValid(10001),
  QuotaNotAvailable(10002),
  InventoryNotAvailable(10003),
  ParticipantsIsNotSupportedForPartner(10004),
  UnableToProcessCartLineItem(10006),
  SubscriptionIsNotValid(10007),
  SubscriptionIsNotEnabledForRI(10008),
  SandboxLimitExceeded(10009),
  InvalidInput(10010),
  SubscriptionNotRegistered(10011),
  AttestationNotAccepted(10012),
  BillingPlanNotSupported(10013),
  InvalidPromotionId(10014),
  MaxAllowedSeatsPerSubscriptionExceeded(10015),
  InvalidCustomTermEndDateProduct(10016),
  InvalidCustomTermEndDate(10017),
  BaseOfferSeatQuantityNotMet(10018),
  MinimumAddOnSeatsNotMet(10019),
  LegacyOfferNotEligibleForPurchase(500_600);

  private final int number;

  CartErrorCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Finds a code by its number, its name or its snake_case name, in any case. */
  static Optional<CartErrorCode> of(JsonPrimitive value) {
    String text = value.getAsString().replace("_", "").toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            code ->
                code.name().toLowerCase(Locale.ROOT).equals(text)
                    || Integer.toString(code.number).equals(text))
        .findFirst();
  }
}
