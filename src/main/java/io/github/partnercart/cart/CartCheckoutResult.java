package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.Members;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of a cart's check-out: the orders, and the order groups that failed.
 *
 * @param rest the result as the service's REST API answered it
 */
public record CartCheckoutResult(JsonObject rest) {
  private static final List<Shown> ORDER_ERROR =
      List.of(
          new Shown("OrderGroupId", PSValues::text),
          new Shown("Code", PSValues::int32),
          new Shown("Description", PSValues::text),
          new Shown("Attributes", attributes("OrderError")));

  private static final List<Shown> ORDER_LINE_ITEM =
      List.of(
          new Shown("FriendlyName", PSValues::text),
          new Shown("LineItemNumber", PSValues::int32),
          new Shown("OfferId", PSValues::text),
          new Shown("ParentSubscriptionId", PSValues::text),
          new Shown("PartnerIdOnRecord", PSValues::text),
          new Shown("Pricing", PSValues::pascalCase),
          new Shown("ProvisioningContext", PSValues::provisioningContext),
          new Shown("Quantity", PSValues::int32),
          new Shown("RenewsTo", PSValues::renewsTo),
          new Shown("SubscriptionId", PSValues::text),
          new Shown("TermDuration", PSValues::text),
          new Shown("TransactionType", PSValues::text),
          new Shown("Links", PSValues::pascalCase),
          new Shown("Attributes", attributes("OrderLineItem")));

  private static final List<Shown> ORDER =
      List.of(
          new Shown("BillingCycle", PSValues::billingCycle),
          new Shown("CreationDate", PSValues::timestamp),
          new Shown("CurrencyCode", PSValues::text),
          new Shown("CurrencySymbol", PSValues::text),
          new Shown("Id", PSValues::text),
          new Shown("LineItems", listOf(ORDER_LINE_ITEM)),
          new Shown("Links", PSValues::pascalCase),
          new Shown("ReferenceCustomerId", PSValues::text),
          new Shown("Status", PSValues::text),
          new Shown("TotalPrice", PSValues::asItIs),
          new Shown("TransactionType", PSValues::text),
          new Shown("Attributes", attributes("Order")),
          new Shown("AlternateId", PSValues::text));

  private static final List<Shown> RESULT =
      List.of(new Shown("OrderErrors", listOf(ORDER_ERROR)), new Shown("Orders", listOf(ORDER)));

  /**
   * Reads a result from the service's answer; empty where it names neither an order nor an error.
   */
  public static Optional<CartCheckoutResult> of(JsonElement answer) {
    return Optional.of(answer)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(rest -> hasAny(rest, "orders") || hasAny(rest, "orderErrors"))
        .map(CartCheckoutResult::new);
  }

  /** That of a cart which was ordered before: which orders it has is not known. */
  public static CartCheckoutResult alreadyOrdered() {
    return new CartCheckoutResult(new JsonObject());
  }

  private static boolean hasAny(JsonObject rest, String name) {
    return Members.find(rest, name)
        .filter(list -> list instanceof JsonArray array && !array.isEmpty())
        .isPresent();
  }

  /** Whether some of the cart's orders were not placed. */
  public boolean hasFailedOrders() {
    return hasAny(rest, "orderErrors");
  }

  /** The result as the cmdlets show it: a {@code PSCartCheckoutResult}. */
  public JsonObject toPowerShell() {
    return show(rest, RESULT);
  }

  /** A member by the name that .NET gives it, which is the REST name but for its first letter. */
  private record Shown(String name, Function<Optional<JsonElement>, JsonElement> value) {}

  private static JsonObject show(JsonObject rest, List<Shown> members) {
    JsonObject shown = new JsonObject();
    for (Shown member : members) {
      Optional<JsonElement> answered = Members.find(rest, member.name());
      shown.add(member.name(), member.value().apply(answered));
    }
    return shown;
  }

  private static Function<Optional<JsonElement>, JsonElement> listOf(List<Shown> members) {
    return answered -> PSValues.list(answered, element -> show(element, members));
  }

  private static Function<Optional<JsonElement>, JsonElement> attributes(String objectType) {
    return answered -> {
      JsonObject shown = new JsonObject();
      shown.add("Etag", PSValues.text(answered.flatMap(a -> Members.findIn(a, "etag"))));
      shown.add(
          "ObjectType",
          PSValues.text(
              Optional.of(
                  answered
                      .flatMap(a -> Members.findIn(a, "objectType"))
                      .orElse(new JsonPrimitive(objectType)))));
      return shown;
    };
  }
}
