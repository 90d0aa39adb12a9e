package io.github.partnercart.cart;

import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** Why the service could not take a line item, by the service's name and number. */
public enum CartErrorCode implements ServiceConstant {
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

  private final String number;

  CartErrorCode(int number) {
    this.number = Integer.toString(number);
  }

  @Override
  public String number() {
    return number;
  }

  static Optional<CartErrorCode> of(JsonPrimitive value) {
    return ServiceConstant.find(values(), value);
  }
}
