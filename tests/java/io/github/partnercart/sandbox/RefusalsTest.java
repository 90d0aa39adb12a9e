package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CARTS;
import static io.github.partnercart.sandbox.SandboxClient.code;
import static io.github.partnercart.sandbox.SandboxClient.json;
import static io.github.partnercart.sandbox.SandboxClient.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalsTest {
  @AutoClose private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final SandboxClient client = new SandboxClient(sandbox);

  RefusalsTest() throws IOException {}

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic dTpw", "Bearer a b"})
  void withoutABearerTokenNothingIsDone(String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(client.address().resolve(CARTS))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(SandboxClient.CART));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }

    HttpResponse<String> answer = client.send(request);

    assertEquals(401, answer.statusCode());
    assertEquals("Bearer", answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertEquals(0, sandbox.statistics().cartsCreated());
  }

  @Test
  void aTokenThatWasForgottenCanBeSentWithTheSameRequestId() throws Exception {
    String requestId = newId();
    HttpRequest request = client.posting(CARTS, requestId, SandboxClient.CART).build();
    client.send(HttpRequest.newBuilder(request, (name, value) -> !name.equals("Authorization")));

    assertEquals(
        201, client.send(client.posting(CARTS, requestId, SandboxClient.CART)).statusCode());
  }

  @Test
  void aFaultHasTheDocumentedBody() throws Exception {
    HttpResponse<String> answer = client.get("none");

    assertEquals(
        List.of("code", "description", "data", "source"), List.copyOf(json(answer).keySet()));
    assertEquals("PartnerFD", json(answer).get("source").getAsString());
    assertEquals(0, json(answer).getAsJsonArray("data").size());
  }

  @Test
  void oneCustomerIsAStranger() throws Exception {
    HttpResponse<String> answer =
        client.send(
            client.posting(
                "/v1/customers/" + CartResource.STRANGER + "/carts", newId(), SandboxClient.CART));

    assertEquals(403, answer.statusCode());
    assertEquals("20002", code(answer));
  }

  @Test
  void aCartIsNotFoundUnderAnotherCustomer() throws Exception {
    String id = client.createdId(SandboxClient.CART);
    String other = "/v1/customers/99999999-10ad-42e5-b3f1-b2ed53e6fc08/carts/" + id;

    HttpResponse<String> read = client.send(client.request(other));
    HttpResponse<String> ordered = client.send(client.posting(other + "/checkout", newId(), ""));

    assertEquals(404, read.statusCode());
    assertEquals("800008", code(read));
    assertEquals(404, ordered.statusCode());
    assertEquals(0, sandbox.statistics().ordersPlaced());
  }

  @Test
  void anUnknownCartIsNotFound() throws Exception {
    assertEquals(404, client.get(newId()).statusCode());
    assertEquals(404, client.put(newId(), SandboxClient.CART).statusCode());
    assertEquals(404, client.checkOut(newId()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{'lineItems':[]}",
        "[]",
        "null",
        "{}",
        "{\"lineItems\":null}",
        "{\"lineItems\":{}}",
        "{\"lineItems\":[]}",
        "{\"lineItems\":[null]}",
        "{\"lineItems\":[1]}",
        "{\"lineItems\":[{\"quantity\":\"1\"}]}",
        "{\"lineItems\":[{\"quantity\":1.5}]}",
        "{\"lineItems\":[{\"quantity\":2147483648}]}",
        "{\"lineItems\":[{\"quantity\":1e999999999}]}",
        "{\"lineItems\":[{\"addonItems\":{}}]}",
        "{\"lineItems\":[{\"addonItems\":[[]]}]}",
        "{\"lineItems\":[{\"quantity\":1}]} {}"
      })
  void aBodyThatIsNoCartWithLineItemsIsRefused(String body) throws Exception {
    HttpResponse<String> answer = client.create(body);

    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals("800002", code(answer));
    assertEquals(0, sandbox.statistics().cartsCreated());
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() throws Exception {
    HttpResponse<String> answer =
        client.send(
            client
                .request(CARTS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', '}'})));

    assertEquals(400, answer.statusCode());
  }

  @Test
  void nestingWithoutEndIsRefused() throws Exception {
    assertEquals(400, client.create("{\"a\":" + "[".repeat(100_000)).statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE,/x,405,'GET, PUT'",
    "P,/x,405,'GET, PUT'",
    "PUT,'',405,POST",
    "GET,'',405,POST",
    "GET,/x/checkout,405,POST"
  })
  void anotherMethodIsNotAllowed(String method, String path, int status, String allowed)
      throws Exception {
    HttpResponse<String> answer =
        client.send(client.request(CARTS + path).method(method, BodyPublishers.ofString("")));

    assertEquals(status, answer.statusCode());
    assertEquals(allowed, answer.headers().firstValue("Allow").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/v1/customers/x", "/v2/customers/x/carts", "/v1/customers/x/carts/y/z"})
  void thereIsNothingAtAnotherAddress(String path) throws Exception {
    assertEquals(404, client.send(client.request(path)).statusCode());
  }

  @Test
  void aCustomerIdThatIsNoGuidIsRefused() throws Exception {
    HttpResponse<String> answer = client.send(client.request("/v1/customers/x/carts/y"));

    assertEquals(400, answer.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/jsonp"})
  void anotherContentTypeIsRefused(String type) throws Exception {
    HttpResponse<String> answer =
        client.send(
            client
                .request(CARTS)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(SandboxClient.CART)));

    assertEquals(415, answer.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8"})
  void jsonMayNameItsCharset(String type) throws Exception {
    HttpResponse<String> answer =
        client.send(
            client
                .request(CARTS)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(SandboxClient.CART)));

    assertEquals(201, answer.statusCode());
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheConnectionStaysUsable() throws Exception {
    HttpResponse<String> answer =
        client.create(" ".repeat(PartnerCenterHandler.LARGEST_BODY + 1_000_000));

    assertEquals(413, answer.statusCode());
    assertEquals(201, client.create(SandboxClient.CART).statusCode());
  }

  @Test
  void aBodyOfTheLimitIsTaken() throws Exception {
    String cart = SandboxClient.CART;

    assertEquals(
        201,
        client
            .create(cart + " ".repeat(PartnerCenterHandler.LARGEST_BODY - cart.length()))
            .statusCode());
  }
}
