package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.partnercart.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a partner has to do about an order that was placed, by its status.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/developer/order-resources">Order
 *     resources</a>, which does not show how the last three are spelt in an answer
 */
public final class OrderStatus {
  private static final Map<String, String> ADVICE =
      Map.of(
          "pendingreview",
          "is under review by Microsoft: look in Partner Center for documents that it may ask for.",
          "pendingpoupload",
          "waits for the customer's purchase order: upload it in Partner Center.",
          "poreviewrejected",
          "has a purchase order that was rejected: upload another one in Partner Center.",
          "partialsuccess",
          "was done in part: look at it in the order history, and buy what is missing in a new cart.",
          "error",
          "failed: look at it in the order history, and buy it in a new cart.");

  private OrderStatus() {}

  /**
   * What to do about the orders of a checkout.
   *
   * @param result a {@code PSCartCheckoutResult}
   */
  public static List<String> advice(JsonObject result) {
    List<String> advice = new ArrayList<>();
    if (Members.find(result, "Orders").orElse(JsonNull.INSTANCE) instanceof JsonArray orders) {
      for (JsonElement order : orders) {
        if (order instanceof JsonObject object) {
          Members.findText(object, "Status")
              .map(status -> ADVICE.get(normal(status)))
              .ifPresent(
                  what ->
                      advice.add(
                          "Order " + Members.findText(object, "Id").orElse("") + " " + what));
        }
      }
    }
    return advice;
  }

  private static String normal(String status) {
    return status.replaceAll("[_ ]", "").toLowerCase(Locale.ROOT);
  }
}
