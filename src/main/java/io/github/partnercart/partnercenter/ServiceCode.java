package io.github.partnercart.partnercenter;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the service's codes for carts and checkouts mean, and what to do. A code that is not here
 * means what its status does. The service's own words are always shown before the advice.
 *
 * @param number the code, such as 800060
 * @param cure what makes the same command succeed
 * @param advice what to do, in a sentence
 * @see <a href="https://learn.microsoft.com/partner-center/developer/error-codes">Error codes</a>,
 *     whose table ends at 900329
 */
record ServiceCode(String number, Cure cure, String advice) {
  /** What has to change before the same command can succeed. */
  enum Cure {
    /** Time alone. */
    TIME,
    /** The command. */
    COMMAND,
    /** A line item of the command, although the status is that of an outage. */
    LINE_ITEM,
    /** Something outside of the command, such as an agreement. */
    OUTSIDE,
    /** Nothing: it was done. */
    NONE,
    /** Who is signed in. */
    SIGN_IN,
    /** An earlier request has to end, which may do it. */
    EARLIER_REQUEST;

    /** Whether the service looked at the command and said no. */
    boolean isRefusal() {
      return this == COMMAND || this == LINE_ITEM || this == OUTSIDE;
    }
  }

  private static final Map<String, ServiceCode> BY_NUMBER =
      Stream.of(
              all(
                  Cure.EARLIER_REQUEST,
                  "The cart is being ordered: submit the same cart again in some minutes, and look"
                      + " at the customer's order history. Do not make another cart.",
                  "800060",
                  "800064"),
              all(
                  Cure.NONE,
                  "The cart was submitted before: look at it with Get-PartnerCustomerCart, and at"
                      + " the customer's order history. There is nothing to buy.",
                  "800065"),
              all(Cure.TIME, "Try again in some minutes.", "800014", "800036", "800082", "20000"),
              all(
                  Cure.TIME,
                  "An operation on this subscription is under way: try again after 24 hours.",
                  "900278"),
              all(
                  Cure.TIME,
                  "The customer's Azure plan is being upgraded: try again when that is done.",
                  "900112",
                  "900113"),
              all(
                  Cure.TIME,
                  "Microsoft reviews the customer's account, which takes some days: try again then.",
                  "800073",
                  "800074"),
              all(
                  Cure.OUTSIDE,
                  "The upgrade of the customer's Azure plan failed: ask Partner Center's support.",
                  "900114"),
              all(
                  Cure.OUTSIDE,
                  "The parent subscription must be active before its add-on can be bought.",
                  "27009"),
              all(
                  Cure.OUTSIDE,
                  "Microsoft did not approve the customer, or locked the account: ask Partner"
                      + " Center's support.",
                  "800069",
                  "800075",
                  "900416"),
              all(Cure.COMMAND, "Change the line item that the service names.", "800009"),
              all(
                  Cure.LINE_ITEM,
                  "Change the line item that the service names.",
                  "800031",
                  "800083",
                  "800084",
                  "800087"),
              all(
                  Cure.COMMAND,
                  "The cart is not there: it has expired, or is another customer's. Make a new one.",
                  "800008"),
              all(
                  Cure.OUTSIDE,
                  "The item's availability is no longer for sale: look up the newest one in the"
                      + " catalog and change the cart with Set-PartnerCustomerCart.",
                  "400019"),
              all(
                  Cure.COMMAND,
                  "Look up the product, its SKU and its availability in the customer's catalog.",
                  "400013",
                  "400018",
                  "400072",
                  "800004",
                  "800020",
                  "900142"),
              all(
                  Cure.COMMAND,
                  "Change the quantity: the service has not so many, or does not allow it.",
                  "800010",
                  "800017",
                  "900275",
                  "2002"),
              all(
                  Cure.OUTSIDE,
                  "The Azure subscription that the item names must be active, registered and of"
                      + " this customer.",
                  "800011",
                  "800012",
                  "800013",
                  "800021",
                  "800030"),
              all(
                  Cure.OUTSIDE,
                  "The partner that the item names must be an indirect reseller that is linked to"
                      + " you.",
                  "800015",
                  "800016",
                  "900154"),
              all(
                  Cure.OUTSIDE,
                  "Your credit line is too low: pay it down in Partner Center, or order less.",
                  "800023",
                  "800025",
                  "900121"),
              all(
                  Cure.OUTSIDE,
                  "A limit of subscriptions, seats or assets is reached: buy more seats of what the"
                      + " customer has, or ask Partner Center's support.",
                  "800066",
                  "800067",
                  "800068",
                  "800088",
                  "800089",
                  "900419"),
              all(
                  Cure.OUTSIDE,
                  "You are not, or not yet, enrolled in the program that sells this: look at your"
                      + " program status in Partner Center.",
                  "800039",
                  "900149"),
              all(
                  Cure.OUTSIDE,
                  "The customer has no commerce relationship with you: send them a reseller"
                      + " relationship request.",
                  "20002"),
              all(
                  Cure.OUTSIDE,
                  "An agreement is missing: have the customer sign the Microsoft Customer Agreement"
                      + " and confirm it in Partner Center.",
                  "13605"),
              all(
                  Cure.OUTSIDE,
                  "An agreement is missing that the service names: accept it, or have it accepted, in"
                      + " Partner Center.",
                  "900123",
                  "900124"),
              all(
                  Cure.COMMAND,
                  "Correct what the service names.",
                  "800002",
                  "3000",
                  "400056",
                  "900126",
                  "800070",
                  "800086"),
              all(
                  Cure.OUTSIDE,
                  "You or the customer are not eligible for it: ask Partner Center's support.",
                  "800022",
                  "800024",
                  "800026",
                  "800062"),
              all(
                  Cure.COMMAND,
                  "An integration sandbox's account can't buy this, or no more of it.",
                  "800018",
                  "900116",
                  "900322"),
              all(
                  Cure.OUTSIDE,
                  "This offer can't be sold by you: look at it in Partner Center's price list, and at"
                      + " your program status.",
                  "2085",
                  "2091",
                  "2006",
                  "2030"),
              all(
                  Cure.COMMAND,
                  "It is not there: check the ids of the customer and of the cart.",
                  "1000",
                  "60003"),
              all(
                  Cure.COMMAND,
                  "The item needs AttestationAccepted: read what it states, then set it.",
                  "900203"),
              all(
                  Cure.COMMAND,
                  "Your statement as partner of record is missing: read what it states, then set"
                      + " PartnerOnRecordAttestationAccepted.",
                  "900206"),
              all(
                  Cure.COMMAND,
                  "CustomTermEndDate must be the end of a term of another subscription, or of a"
                      + " month: choose such a date.",
                  "900242"),
              all(
                  Cure.COMMAND,
                  "Look up in the catalog which currency, TermDuration and BillingCycle the item"
                      + " has.",
                  "800121",
                  "900169",
                  "900269",
                  "900270"),
              all(
                  Cure.COMMAND,
                  "Correct the item's ProvisioningContext.",
                  "900312",
                  "900313",
                  "900314",
                  "900315",
                  "900317",
                  "900318",
                  "900321",
                  "900323"),
              all(
                  Cure.OUTSIDE,
                  "Upload the purchase order that the service asks for in Partner Center.",
                  "900252",
                  "900253",
                  "900254"),
              all(
                  Cure.SIGN_IN,
                  "Sign in again with multi-factor authentication, or as an application, which"
                      + " carts take.",
                  "900421",
                  "10001"),
              all(
                  Cure.SIGN_IN,
                  "Sign in for https://api.partnercenter.microsoft.com: this token is for another"
                      + " service.",
                  "900420"),
              all(
                  Cure.OUTSIDE,
                  "The account that is signed in lacks a role in Partner Center, such as Admin agent, or"
                      + " Conditional Access is in the way.",
                  "900308",
                  "900309",
                  "90000"))
          .flatMap(codes -> codes)
          .collect(Collectors.toUnmodifiableMap(ServiceCode::number, code -> code));

  /** The whole table, in the order of the codes. */
  static List<ServiceCode> table() {
    return BY_NUMBER.values().stream()
        .sorted(Comparator.comparingInt(code -> Integer.parseInt(code.number())))
        .toList();
  }

  private static Stream<ServiceCode> all(Cure cure, String advice, String... numbers) {
    return Stream.of(numbers).map(number -> new ServiceCode(number, cure, advice));
  }

  /** What is known of a code; empty for one that is not in the table. */
  static Optional<ServiceCode> of(@Nullable String number) {
    return number == null ? Optional.empty() : Optional.ofNullable(BY_NUMBER.get(number));
  }
}
