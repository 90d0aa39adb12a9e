package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CARTS;
import static io.github.partnercart.sandbox.SandboxClient.CUSTOMER;
import static io.github.partnercart.sandbox.SandboxClient.ITEM;
import static io.github.partnercart.sandbox.SandboxClient.cart;
import static io.github.partnercart.sandbox.SandboxClient.item;
import static io.github.partnercart.sandbox.SandboxClient.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CartsTest {
  @AutoClose private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
  private final SandboxClient client = new SandboxClient(sandbox);

  CartsTest() throws IOException {}

  @Test
  void whatTheOriginalModuleSendsGivesTheDocumentedCart() throws Exception {
    HttpResponse<String> answer =
        client.create(
            "{\"ExpirationTimestamp\":\"0001-01-01T00:00:00Z\",\"LineItems\":[{\"BillingCycle\":"
                + "\"OneTime\",\"CatalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\","
                + "\"FriendlyName\":\"Sample RI Purchase\",\"Id\":0,\"Participants\":[{\"Key\":"
                + "\"TransactionReseller\",\"Value\":\"5959314\"}],\"ProvisioningContext\":"
                + "{\"Scope\":\"shared\"},\"Quantity\":10}],\"Attributes\":{\"ObjectType\":\"Cart\"}}");

    assertEquals(201, answer.statusCode());
    JsonObject cart = json(answer);
    String id = cart.get("id").getAsString();
    assertEquals(
        List.of(
            "id",
            "creationTimestamp",
            "lastModifiedTimestamp",
            "expirationTimestamp",
            "lastModifiedUser",
            "status",
            "lineItems",
            "links",
            "attributes"),
        List.copyOf(cart.keySet()));
    assertEquals("Active", cart.get("status").getAsString());
    assertEquals(
        JsonParser.parseString(
            "[{\"id\":0,\"catalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"friendlyName\":"
                + "\"Sample RI Purchase\",\"quantity\":10,\"currencyCode\":\"USD\",\"billingCycle\":"
                + "\"one_time\",\"participants\":[{\"key\":\"TransactionReseller\",\"value\":"
                + "\"5959314\"}],\"provisioningContext\":{\"Scope\":\"shared\"},\"orderGroup\":\"0\","
                + "\"pricing\":{\"listPrice\":10,\"discountedPrice\":10,\"proratedPrice\":10,"
                + "\"price\":10,\"extendedPrice\":100},\"error\":null}]"),
        cart.get("lineItems"));
    assertEquals(
        JsonParser.parseString(
            "{\"self\":{\"uri\":\"/customers/"
                + CUSTOMER
                + "/carts/"
                + id
                + "\",\"method\":\"GET\",\"headers\":[]}}"),
        cart.get("links"));
    assertEquals(JsonParser.parseString("{\"objectType\":\"Cart\"}"), cart.get("attributes"));
  }

  @Test
  void timeStampsAreUtcWithSevenFractionDigitsAndACartLivesSevenDays() throws Exception {
    JsonObject cart = json(client.create(SandboxClient.CART));

    String created = cart.get("creationTimestamp").getAsString();
    assertTrue(created.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z"), created);
    assertEquals(created, cart.get("lastModifiedTimestamp").getAsString());
    assertEquals(
        Duration.ofDays(7),
        Duration.between(
            Instant.parse(created), Instant.parse(cart.get("expirationTimestamp").getAsString())));
  }

  @Test
  void aCartIsReadAsItWasAnswered() throws Exception {
    HttpResponse<String> created = client.create(SandboxClient.CART);

    HttpResponse<String> read = client.get(json(created).get("id").getAsString());

    assertEquals(200, read.statusCode());
    assertEquals(created.body(), read.body());
  }

  @Test
  void anUpdateReplacesTheLineItemsAndKeepsWhatIsTheServices() throws Exception {
    JsonObject created = json(client.create(SandboxClient.CART));
    JsonObject sent = created.deepCopy();
    sent.addProperty("status", "Ordered");
    sent.addProperty("creationTimestamp", "2001-01-01T00:00:00Z");
    sent.getAsJsonArray("lineItems").add(JsonParser.parseString(ITEM));

    HttpResponse<String> answer = client.put(created.get("id").getAsString(), sent.toString());

    assertEquals(200, answer.statusCode());
    JsonObject updated = json(answer);
    assertEquals(created.get("id"), updated.get("id"));
    assertEquals(created.get("creationTimestamp"), updated.get("creationTimestamp"));
    assertEquals("Active", updated.get("status").getAsString());
    assertNotEquals(created.get("lastModifiedTimestamp"), updated.get("lastModifiedTimestamp"));
    assertEquals(item(client.get(created.get("id").getAsString()), 0), item(answer, 0));
    assertEquals(1, item(answer, 1).get("id").getAsInt());
    assertEquals(answer.body(), client.get(created.get("id").getAsString()).body());
  }

  @Test
  void anUpdateWithTheIdOfAnotherCartIsRefused() throws Exception {
    String id = client.createdId(SandboxClient.CART);

    HttpResponse<String> answer = client.put(id, "{\"id\":\"other\",\"lineItems\":[" + ITEM + "]}");

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("other") && answer.body().contains(id), answer.body());
  }

  @Test
  void unknownMembersOfCartAndLineItemComeBack() throws Exception {
    HttpResponse<String> answer =
        client.create(
            "{\"Novelty\":{\"a\":[1.50]},\"attributes\":{\"etag\":\"e\"},\"lineItems\":["
                + "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"Oddity\":\"o\",\"nothing\":null}]}");

    assertEquals("{\"a\":[1.50]}", json(answer).get("Novelty").toString());
    assertEquals(
        "{\"etag\":\"e\",\"objectType\":\"Cart\"}", json(answer).get("attributes").toString());
    assertEquals("o", item(answer, 0).get("Oddity").getAsString());
    assertTrue(item(answer, 0).get("nothing").isJsonNull());
  }

  @ParameterizedTest
  @CsvSource({
    "UNKNOWN:1:1,10001",
    "Unknown,10001",
    "unknown0-aaaa-aaaa-aaaa-aaaaaaaaaaaa,10001",
    "a:b,10001",
    "a::c,10001",
    "a:b:c:d,10001",
    "'',10001",
    "a:b:c,0",
    "MS-AZR-0145P,0",
    "031C9E47-4802-4248-838E-778FB1D2CC05,0"
  })
  void anUnknownCatalogItemIsAnErrorOfItsLineItem(String catalogItemId, int code) throws Exception {
    assertErrorCode(code, "{\"catalogItemId\":\"" + catalogItemId + "\",\"quantity\":1}");
  }

  @ParameterizedTest
  @CsvSource({"0,10010", "-1,10010", "null,10010", "1,0", "2147483647,0"})
  void aQuantityUnderOneIsAnErrorOfItsLineItem(String quantity, int code) throws Exception {
    assertErrorCode(code, "{\"catalogItemId\":\"a:b:c\",\"quantity\":" + quantity + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "\"weekly\",10010",
    "99,10010",
    "-1,10010",
    "true,10010",
    "\"Unknown\",0",
    "\"triennial\",0",
    "3,0",
    "\"\",0",
    "null,0"
  })
  void anUnknownBillingCycleIsAnErrorOfItsLineItem(String cycle, int code) throws Exception {
    assertErrorCode(
        code, "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"billingCycle\":" + cycle + "}");
  }

  @ParameterizedTest
  @CsvSource({"P5Y,10010", "year,10010", "P1M,0", "P1Y,0", "P3Y,0", "'',0"})
  void anUnknownTermIsAnErrorOfItsLineItem(String term, int code) throws Exception {
    assertErrorCode(
        code, "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"termDuration\":\"" + term + "\"}");
  }

  @Test
  void anAddonHasIdAndErrorOfItsOwn() throws Exception {
    HttpResponse<String> answer =
        client.create(
            cart(
                "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"AddonItems\":["
                    + "{\"CatalogItemId\":\"bad\",\"Quantity\":2}]}"));

    JsonObject addon = item(answer, 0).getAsJsonArray("addonItems").get(0).getAsJsonObject();
    assertTrue(item(answer, 0).get("error").isJsonNull());
    assertEquals(0, addon.get("id").getAsInt());
    assertEquals(10001, addon.getAsJsonObject("error").get("errorCode").getAsInt());
  }

  @Test
  void itemsOfOneBillingCycleAndCurrencyShareAnOrderGroupUnlessTheClientNamesOne()
      throws Exception {
    String monthly = "{\"catalogItemId\":\"a:b:c\",\"quantity\":1,\"billingCycle\":\"monthly\"";
    HttpResponse<String> answer =
        client.create(
            cart(monthly + "}", monthly + ",\"currencyCode\":\"EUR\"}", monthly + "}", ITEM));
    assertEquals(List.of("0", "1", "0", "2"), groups(answer));
    answer = client.create(cart(monthly + ",\"orderGroup\":\"0\"}", ITEM, monthly + "}"));
    assertEquals(List.of("0", "1", "0"), groups(answer));
  }

  @Test
  void idsOfRequestAndCorrelationComeBack() throws Exception {
    HttpResponse<String> answer =
        client.send(
            client
                .posting(CARTS, "11111111-aaaa-bbbb-cccc-222222222222", SandboxClient.CART)
                .header("MS-CorrelationId", "33333333-aaaa-bbbb-cccc-444444444444"));

    assertEquals(
        "11111111-aaaa-bbbb-cccc-222222222222",
        answer.headers().firstValue("MS-RequestId").orElseThrow());
    assertEquals(
        "33333333-aaaa-bbbb-cccc-444444444444",
        answer.headers().firstValue("MS-CorrelationId").orElseThrow());
    assertTrue(answer.headers().firstValue("MS-CV").isPresent());
    assertEquals(
        "application/json; charset=utf-8",
        answer.headers().firstValue("Content-Type").orElseThrow());
  }

  @Test
  void aRequestWithoutIdsGetsNewOnes() throws Exception {
    HttpResponse<String> answer = client.get("none");

    assertTrue(answer.headers().firstValue("MS-RequestId").isPresent());
    assertTrue(answer.headers().firstValue("MS-CorrelationId").isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5", "br , gzip ; q=1, *"})
  void aLargeAnswerIsGzippedForThoseWhoTakeIt(String accepted) throws Exception {
    String id = client.createdId(largeCart());

    HttpResponse<byte[]> answer = getAccepting(accepted, id);

    assertEquals("gzip", answer.headers().firstValue("Content-Encoding").orElseThrow());
    var gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()));
    assertEquals(client.get(id).body(), new String(gzip.readAllBytes(), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "x-gzip", "deflate, gzip; q=0.0"})
  void nobodyGetsGzipUnasked(String accepted) throws Exception {
    String id = client.createdId(largeCart());

    assertFalse(getAccepting(accepted, id).headers().firstValue("Content-Encoding").isPresent());
  }

  @Test
  void aSmallAnswerIsNotGzipped() throws Exception {
    String id = client.createdId(SandboxClient.CART);

    assertFalse(getAccepting("gzip", id).headers().firstValue("Content-Encoding").isPresent());
  }

  private HttpResponse<byte[]> getAccepting(String accepted, String id) throws Exception {
    return client.http.send(
        client.request(CARTS + "/" + id).header("Accept-Encoding", accepted).build(),
        BodyHandlers.ofByteArray());
  }

  private static String largeCart() {
    return cart(IntStream.range(0, 20).mapToObj(i -> ITEM).toArray(String[]::new));
  }

  private void assertErrorCode(int code, String item) throws Exception {
    HttpResponse<String> answer = client.create(cart(item));
    assertEquals(201, answer.statusCode(), answer.body());
    JsonObject answered = item(answer, 0);
    assertEquals(
        code,
        answered.get("error").isJsonNull()
            ? 0
            : answered.getAsJsonObject("error").get("errorCode").getAsInt(),
        answer.body());
  }

  private static List<String> groups(HttpResponse<String> answer) {
    return json(answer).getAsJsonArray("lineItems").asList().stream()
        .map(item -> item.getAsJsonObject().get("orderGroup").getAsString())
        .toList();
  }
}
