package io.github.partnercart.cart;

import com.google.errorprone.annotations.Immutable;
import com.google.gson.JsonElement;
import io.github.partnercart.json.AsciiCase;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The members of a line item, in the order in which the original's {@code CartLineItem} shows them;
 * the newer ones, which the original lacks, come last.
 *
 * <p>A member's name as a cmdlet knows it is the REST name but for the case of its first letter.
 */
enum LineItemMember {
  AddonItems(LineItemValues::addonItems, PSValues::lineItems),
  BillingCycle(LineItemValues::billingCycle, PSValues::billingCycle),
  CatalogItemId(LineItemValues::nonEmptyText, PSValues::text),
  CurrencyCode(LineItemValues::text, PSValues::text),
  /** Set by the service alone; what is fed back is not sent. */
  Error(LineItemValues::readOnly, PSValues::cartError),
  FriendlyName(LineItemValues::text, PSValues::text),
  Id(LineItemValues::id, PSValues::int32),
  OrderGroup(LineItemValues::text, PSValues::text),
  Participants(LineItemValues::participants, PSValues::participants),
  ProvisioningContext(LineItemValues::provisioningContext, PSValues::provisioningContext),
  Quantity(LineItemValues::quantity, PSValues::int32),
  RenewsTo(LineItemValues::renewsTo, PSValues::renewsTo),
  TermDuration(LineItemValues::termDuration, PSValues::text),
  AttestationAccepted(LineItemValues::flag, PSValues::asItIs),
  CustomTermEndDate(LineItemValues::date, PSValues::asItIs),
  PromotionId(LineItemValues::text, PSValues::text),
  /** Set by the service alone, as it is in its answer. */
  Pricing(LineItemValues::readOnly, PSValues::pascalCase);

  /**
   * Checks what a user wrote and turns it into the REST value; empty where nothing is to be sent.
   */
  @FunctionalInterface
  @Immutable
  interface Input {
    Optional<JsonElement> toRest(String path, JsonElement written) throws InvalidValueException;
  }

  /** Turns what the service answered into the value that a cmdlet shows; never fails. */
  @FunctionalInterface
  @Immutable
  interface Output {
    JsonElement toPowerShell(Optional<JsonElement> answered);
  }

  private static final Map<String, LineItemMember> BY_NAME = new TreeMap<>(AsciiCase.ORDER);

  static {
    for (LineItemMember member : values()) {
      BY_NAME.put(member.name(), member);
    }
  }

  private final Input input;
  private final Output output;
  private final String restName;

  LineItemMember(Input input, Output output) {
    this.input = input;
    this.output = output;
    this.restName = name().substring(0, 1).toLowerCase(Locale.ROOT) + name().substring(1);
  }

  Input input() {
    return input;
  }

  Output output() {
    return output;
  }

  /** Whether it is part of what a user orders, rather than set by the service. */
  boolean decidesWhatIsBought() {
    return this != Id && !isReadOnly();
  }

  /** Whether the service alone sets it, so that what is fed back is not sent. */
  boolean isReadOnly() {
    return this == Error || this == Pricing;
  }

  String restName() {
    return restName;
  }

  static Optional<LineItemMember> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  static String names() {
    return Arrays.stream(values()).map(LineItemMember::name).collect(Collectors.joining(", "));
  }
}
