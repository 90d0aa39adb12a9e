package io.github.partnercart.cart;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.Members;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a cart's check-out: the orders, and the order groups that failed.
 *
 * @param rest the result as the service's REST API answered it
 */
public record CartCheckoutResult(JsonObject rest) {
  /** Reads a result from the service's answer; empty where it has neither orders nor errors. */
  public static Optional<CartCheckoutResult> of(JsonElement answer) {
    return Optional.of(answer)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(rest -> isList(rest, "orders") || isList(rest, "orderErrors"))
        .map(CartCheckoutResult::new);
  }

  private static boolean isList(JsonObject rest, String name) {
    return Members.find(rest, name).filter(JsonElement::isJsonArray).isPresent();
  }

  /** The result as the cmdlets show it: a {@code PSCartCheckoutResult}. */
  public JsonObject toPowerShell() {
    JsonObject shown = new JsonObject();
    shown.add(
        "OrderErrors",
        PSValues.list(Members.find(rest, "orderErrors"), CartCheckoutResult::orderError));
    shown.add("Orders", PSValues.list(Members.find(rest, "orders"), CartCheckoutResult::order));
    return shown;
  }

  private static JsonObject orderError(JsonObject error) {
    JsonObject shown = new JsonObject();
    shown.add("OrderGroupId", PSValues.text(Members.find(error, "orderGroupId")));
    shown.add("Code", PSValues.int32(Members.find(error, "code")));
    shown.add("Description", PSValues.text(Members.find(error, "description")));
    shown.add("Attributes", attributes(error, "OrderError"));
    return shown;
  }

  private static JsonObject order(JsonObject order) {
    JsonObject shown = new JsonObject();
    shown.add("BillingCycle", PSValues.billingCycle(Members.find(order, "billingCycle")));
    shown.add("CreationDate", PSValues.timestamp(Members.find(order, "creationDate")));
    shown.add("CurrencyCode", PSValues.text(Members.find(order, "currencyCode")));
    shown.add("CurrencySymbol", PSValues.text(Members.find(order, "currencySymbol")));
    shown.add("Id", PSValues.text(Members.find(order, "id")));
    shown.add(
        "LineItems",
        PSValues.list(Members.find(order, "lineItems"), CartCheckoutResult::orderLineItem));
    shown.add("Links", pascalCase(Members.find(order, "links")));
    shown.add("ReferenceCustomerId", PSValues.text(Members.find(order, "referenceCustomerId")));
    shown.add("Status", PSValues.text(Members.find(order, "status")));
    shown.add("TotalPrice", PSValues.asItIs(Members.find(order, "totalPrice")));
    shown.add("TransactionType", PSValues.text(Members.find(order, "transactionType")));
    shown.add("Attributes", attributes(order, "Order"));
    return shown;
  }

  private static JsonObject orderLineItem(JsonObject item) {
    JsonObject shown = new JsonObject();
    shown.add("FriendlyName", PSValues.text(Members.find(item, "friendlyName")));
    shown.add("LineItemNumber", PSValues.int32(Members.find(item, "lineItemNumber")));
    shown.add("OfferId", PSValues.text(Members.find(item, "offerId")));
    shown.add("ParentSubscriptionId", PSValues.text(Members.find(item, "parentSubscriptionId")));
    shown.add("PartnerIdOnRecord", PSValues.text(Members.find(item, "partnerIdOnRecord")));
    shown.add("Pricing", pascalCase(Members.find(item, "pricing")));
    shown.add(
        "ProvisioningContext",
        PSValues.provisioningContext(Members.find(item, "provisioningContext")));
    shown.add("Quantity", PSValues.int32(Members.find(item, "quantity")));
    shown.add("RenewsTo", PSValues.renewsTo(Members.find(item, "renewsTo")));
    shown.add("SubscriptionId", PSValues.text(Members.find(item, "subscriptionId")));
    shown.add("TermDuration", PSValues.text(Members.find(item, "termDuration")));
    shown.add("TransactionType", PSValues.text(Members.find(item, "transactionType")));
    shown.add("Links", pascalCase(Members.find(item, "links")));
    shown.add("Attributes", attributes(item, "OrderLineItem"));
    return shown;
  }

  private static JsonObject attributes(JsonObject resource, String objectType) {
    Optional<JsonElement> answered = Members.find(resource, "attributes");
    JsonObject shown = new JsonObject();
    shown.add("Etag", PSValues.text(answered.flatMap(a -> memberOf(a, "etag"))));
    shown.add(
        "ObjectType",
        PSValues.text(
            Optional.of(
                answered
                    .flatMap(a -> memberOf(a, "objectType"))
                    .orElse(new JsonPrimitive(objectType)))));
    return shown;
  }

  private static Optional<JsonElement> memberOf(JsonElement element, String name) {
    return element instanceof JsonObject object ? Members.find(object, name) : Optional.empty();
  }

  /** Members as .NET names them, whatever they are: links and prices are shown, not understood. */
  private static JsonElement pascalCase(Optional<JsonElement> answered) {
    return answered.map(CartCheckoutResult::pascalCase).orElse(JsonNull.INSTANCE);
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
}
