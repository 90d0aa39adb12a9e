package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CUSTOMER;
import static io.github.partnercart.sandbox.SandboxClient.ITEM;
import static io.github.partnercart.sandbox.SandboxClient.cart;
import static io.github.partnercart.sandbox.SandboxClient.code;
import static io.github.partnercart.sandbox.SandboxClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckoutTest {
  private static final String BAD_MONTHLY =
      "{\"catalogItemId\":\"bad\",\"quantity\":1,\"billingCycle\":\"monthly\"}";

  @AutoClose private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final SandboxClient client = new SandboxClient(sandbox);

  CheckoutTest() throws IOException {}

  @Test
  void aCheckoutPlacesAnOrderForEachOrderGroupAndTheCartIsOrdered() throws Exception {
    String annual = "{\"catalogItemId\":\"a:b:c\",\"quantity\":3,\"billingCycle\":\"annual\"}";
    String id = client.createdId(cart(ITEM, annual, ITEM));

    HttpResponse<String> answer = client.checkOut(id);

    assertEquals(201, answer.statusCode());
    JsonArray orders = json(answer).getAsJsonArray("orders");
    assertEquals(2, orders.size());
    assertEquals(0, json(answer).getAsJsonArray("orderErrors").size());
    JsonObject first = orders.get(0).getAsJsonObject();
    assertEquals(CUSTOMER, first.get("referenceCustomerId").getAsString());
    assertEquals(2, first.getAsJsonArray("lineItems").size());
    JsonObject line =
        orders.get(1).getAsJsonObject().getAsJsonArray("lineItems").get(0).getAsJsonObject();
    assertEquals("a:b:c", line.get("offerId").getAsString());
    assertEquals(3, line.get("quantity").getAsInt());
    assertEquals("Ordered", json(client.get(id)).get("status").getAsString());
    assertEquals(2, sandbox.statistics().ordersPlaced());
  }

  @Test
  void aSecondCheckoutRepeatsTheFirstAnswerAndPlacesNothing() throws Exception {
    String id = client.createdId(SandboxClient.CART);
    HttpResponse<String> first = client.checkOut(id);

    HttpResponse<String> answer = client.checkOut(id);

    assertEquals(201, answer.statusCode());
    assertEquals(first.body(), answer.body());
    assertEquals(1, sandbox.statistics().ordersPlaced());
  }

  @Test
  void aSubmittedCartIsNotUpdated() throws Exception {
    String id = client.createdId(SandboxClient.CART);
    client.checkOut(id);

    HttpResponse<String> answer = client.put(id, SandboxClient.CART);

    assertEquals(400, answer.statusCode());
    assertEquals("800065", code(answer));
  }

  @Test
  void groupsWithAnErrorAreOrderErrorsBesideTheOrdersOfTheOthers() throws Exception {
    String id = client.createdId(cart(ITEM, BAD_MONTHLY));

    HttpResponse<String> answer = client.checkOut(id);

    assertEquals(201, answer.statusCode());
    assertEquals(1, json(answer).getAsJsonArray("orders").size());
    JsonObject error = json(answer).getAsJsonArray("orderErrors").get(0).getAsJsonObject();
    assertEquals(
        JsonParser.parseString(
            "{\"orderGroupId\":\"1\",\"code\":10001,\"description\":"
                + "\"The catalog item id 'bad' is not valid.\"}"),
        error);
    assertEquals("Ordered", json(client.get(id)).get("status").getAsString());
  }

  @Test
  void errorsAloneOrderNothingAndTheCartCanStillBePutRight() throws Exception {
    String id = client.createdId(cart(BAD_MONTHLY));

    HttpResponse<String> refused = client.checkOut(id);

    assertEquals(400, refused.statusCode());
    assertEquals("800009", code(refused));
    assertEquals(200, client.put(id, SandboxClient.CART).statusCode());
    assertEquals(201, client.checkOut(id).statusCode());
    assertEquals(1, sandbox.statistics().ordersPlaced());
  }

  @Test
  void anErrorOfAnAddonKeepsItsItemFromBeingOrdered() throws Exception {
    String id =
        client.createdId(
            cart(
                "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"addonItems\":["
                    + "{\"catalogItemId\":\"a:b:c\",\"quantity\":0}]}"));

    assertEquals("800009", code(client.checkOut(id)));
  }

  private static String scenario(String name) {
    return cart("{\"catalogItemId\":\"SCENARIO:" + name + ":a\",\"quantity\":2}");
  }

  @ParameterizedTest
  @CsvSource({"13605, 403", "900206, 400", "900421, 401"})
  void aScenarioRefusesTheCart(String code, int status) throws Exception {
    HttpResponse<String> answer = client.create(scenario(code));

    assertEquals(status, answer.statusCode());
    assertEquals(code, code(answer));
  }

  @Test
  void withThePartnersStatementTheCartIsMade() throws Exception {
    HttpResponse<String> answer =
        client.create(
            scenario("900206")
                .replaceFirst("\\{", "{\"partnerOnRecordAttestationAccepted\":true,"));

    assertEquals(201, answer.statusCode());
    assertTrue(json(answer).get("partnerOnRecordAttestationAccepted").getAsBoolean());
  }

  @Test
  void anAvailabilityThatEndedRefusesEachCheckout() throws Exception {
    String id = client.createdId(scenario("400019"));

    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = client.checkOut(id);
      assertEquals(404, answer.statusCode());
      assertEquals("400019", code(answer));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"800060", "800064"})
  void anOrderInProgressRefusesTheFirstCheckout(String code) throws Exception {
    String id = client.createdId(scenario(code));

    HttpResponse<String> first = client.checkOut(id);

    assertEquals(409, first.statusCode());
    assertEquals(code, code(first));
    assertEquals(201, client.checkOut(id).statusCode());
    assertEquals(1, sandbox.statistics().ordersPlaced());
  }

  @ParameterizedTest
  @CsvSource({
    "pending-review, pending_review",
    "pending-po-upload, pending_po_upload",
    "none, pending"
  })
  void anOrderHasAStatusAndAPrice(String name, String status) throws Exception {
    String id = client.createdId(scenario(name));

    JsonObject order = json(client.checkOut(id)).getAsJsonArray("orders").get(0).getAsJsonObject();

    assertEquals(status, order.get("status").getAsString());
    assertEquals(20, order.get("totalPrice").getAsInt());
    assertFalse(order.getAsJsonArray("lineItems").get(0).getAsJsonObject().has("subscriptionId"));
  }

  @Test
  void anOrderThatFailedIsTriedAgainBesideThoseThatWerePlaced() throws Exception {
    String id =
        client.createdId(
            cart(
                ITEM,
                "{\"catalogItemId\":\"SCENARIO:order-fails-once:a\",\"quantity\":1,\"billingCycle\":\"annual\"}"));

    JsonObject first = json(client.checkOut(id));
    JsonObject second = json(client.checkOut(id));

    assertEquals(1, first.getAsJsonArray("orders").size());
    assertEquals(1, first.getAsJsonArray("orderErrors").size());
    assertEquals(first.getAsJsonArray("orders").get(0), second.getAsJsonArray("orders").get(0));
    assertEquals(2, second.getAsJsonArray("orders").size());
    assertEquals(0, second.getAsJsonArray("orderErrors").size());
    assertEquals(2, sandbox.statistics().ordersPlaced());
  }
}
