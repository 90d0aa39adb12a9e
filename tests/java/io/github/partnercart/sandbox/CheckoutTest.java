package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CUSTOMER;
import static io.github.partnercart.sandbox.SandboxClient.ITEM;
import static io.github.partnercart.sandbox.SandboxClient.cart;
import static io.github.partnercart.sandbox.SandboxClient.code;
import static io.github.partnercart.sandbox.SandboxClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

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
  void aSecondCheckoutIsRefusedAndPlacesNothing() throws Exception {
    String id = client.createdId(SandboxClient.CART);
    client.checkOut(id);

    HttpResponse<String> answer = client.checkOut(id);

    assertEquals(400, answer.statusCode());
    assertEquals("800065", code(answer));
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

    assertEquals(207, answer.statusCode());
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
}
