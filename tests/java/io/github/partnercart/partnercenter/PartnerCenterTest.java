package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.GivenAccessToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a real HTTP server on loopback that answers as it is told to. */
class PartnerCenterTest {
  private static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";
  private static final String CART = "{\"id\":\"b4c8fdea\",\"status\":\"Active\",\"lineItems\":[]}";
  private static final String FAULT = "{\"code\":\"800060\",\"description\":\"in progress\"}";

  private final MockWebServer server = new MockWebServer();
  private final UUID requestId = UUID.randomUUID();
  private final Call call = Calls.within(Duration.ofSeconds(20));

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aTransientFailureIsRepeatedWithTheSameRequestIdAndBody(int status) throws Exception {
    answer(status, FAULT);
    answer(status, FAULT);
    answer(201, CART);

    create();

    Set<String> ids = new HashSet<>();
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      RecordedRequest request = request();
      ids.add(request.getHeaders().get("MS-RequestId"));
      bodies.add(request.getBody().utf8());
    }
    assertEquals(Set.of(requestId.toString()), ids);
    assertEquals(1, bodies.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 412, 415, 422})
  void aRefusalIsNotRepeated(int status) {
    answer(status, FAULT);

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(1, server.getRequestCount());
    // A cart that is being made by an earlier request.
    assertEquals(status == 409 ? Outcome.Unknown : Outcome.Rejected, e.failure().outcome());
    assertEquals(status, e.failure().statusCode().orElseThrow());
    assertEquals("800060", e.failure().serviceCode().orElseThrow());
    assertEquals("in progress", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "200, true, true",
    "200, False, false",
    "200, , ",
    "200, maybe, ",
    "401, false, false"
  })
  void theServiceSaysWhetherTheSignInIsMfaCompliant(
      int status, @Nullable String header, @Nullable Boolean said) throws Exception {
    MockResponse.Builder answer = new MockResponse.Builder().code(status).body("{}");
    if (header != null) {
      answer.setHeader("isMfaCompliant", header);
    }
    server.enqueue(answer.build());

    assertEquals(Optional.ofNullable(said), client().isMfaCompliant(call));

    RecordedRequest request = request();
    assertEquals("GET /v1/customers?size=1 HTTP/1.1", request.getRequestLine());
    assertEquals("true", request.getHeaders().get("ValidateMfa"));
  }

  @Test
  void aSignInThatTheServiceRefusesIsNotCalledCompliant() {
    answer(403, FAULT);

    assertThrows(PartnerCenterException.class, () -> client().isMfaCompliant(call));
  }

  @Test
  void aServerErrorThatStaysLeavesTheOutcomeUnknown() {
    answerAlways(503, FAULT);

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(4, server.getRequestCount());
    assertEquals(4, e.failure().attempts());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(requestId, e.failure().requestId());
  }

  @Test
  void throttlingThatStaysIsARejection() {
    answerAlways(429, "{\"statusCode\":429,\"message\":\"Rate limit is exceeded.\"}");

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> create(client(), Calls.within(Duration.ofMillis(1500))));

    assertTrue(server.getRequestCount() > 1);
    assertEquals(server.getRequestCount(), e.failure().attempts());
    assertEquals(Outcome.Rejected, e.failure().outcome());
    assertEquals(429, e.failure().statusCode().orElseThrow());
    assertEquals("Rate limit is exceeded.", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 409})
  void rejectionAfterALostAnswerStaysUnknown(int status) {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    answer(status, FAULT);
    answer(status, FAULT);
    answer(status, FAULT);

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(Outcome.Unknown, e.failure().outcome());
  }

  @Test
  void aLostAnswerIsAskedForAgainWithTheSameRequestId() throws Exception {
    server.enqueue(
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
    answer(201, CART);

    create();

    assertEquals(
        request().getHeaders().get("MS-RequestId"), request().getHeaders().get("MS-RequestId"));
  }

  @Test
  void anAnswerThatIsCutOffIsAskedForAgain() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(201)
            .body(CART)
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());
    answer(201, CART);

    create();

    assertEquals(2, server.getRequestCount());
  }

  @Test
  void noConnectionMeansThatNothingWasSent() throws Exception {
    Endpoint nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = Endpoint.of("http://127.0.0.1:" + socket.getLocalPort());
    }

    PartnerCenterException e =
        assertThrows(PartnerCenterException.class, () -> create(client(nobody), call));

    assertEquals(Outcome.NotSent, e.failure().outcome());
    assertEquals(4, e.failure().attempts());
  }

  @Test
  void anAnswerThatNeverComesEndsWithTheCallsTimeAsUnknown() {
    server.enqueue(
        new MockResponse.Builder().headersDelay(1, TimeUnit.MINUTES).code(201).body(CART).build());
    Call shortCall = Calls.within(Duration.ofSeconds(5));

    PartnerCenterException e =
        assertThrows(PartnerCenterException.class, () -> create(client(), shortCall));

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(1, e.failure().attempts());
  }

  @Test
  void anAnswerThatTricklesEndsWithTheCallsTimeAsUnknown() {
    server.enqueue(
        new MockResponse.Builder()
            .code(201)
            .body(CART)
            .throttleBody(1, 1, TimeUnit.SECONDS)
            .build());
    Call shortCall = Calls.within(Duration.ofSeconds(5));

    PartnerCenterException e =
        assertThrows(PartnerCenterException.class, () -> create(client(), shortCall));

    assertEquals(Outcome.Unknown, e.failure().outcome());
  }

  @Test
  void retryAfterInSecondsIsWaitedFor() throws Exception {
    server.enqueue(throttled().setHeader("Retry-After", "1").build());
    answer(201, CART);
    long start = System.nanoTime();

    create();

    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void retryAfterAsADateCountsFromTheAnswersOwnDate() throws Exception {
    // The server's clock is years off; only the difference counts.
    Instant then = Instant.parse("2001-02-03T04:05:06Z");
    server.enqueue(
        throttled()
            .setHeader("Date", httpDate(then))
            .setHeader("Retry-After", httpDate(then.plusSeconds(1)))
            .build());
    answer(201, CART);
    long start = System.nanoTime();

    create();

    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void aRetryAfterLongerThanTheCallsTimeIsNotWaitedFor() {
    server.enqueue(throttled().setHeader("Retry-After", "57").build());
    long start = System.nanoTime();

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(15));
    assertEquals(Duration.ofSeconds(57), e.failure().retryAfter().orElseThrow());
    assertEquals(Outcome.Rejected, e.failure().outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"999999999", "99999999999999999999", "1000000.5", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void aRetryAfterOfYearsIsNotWaitedForAndNotMisread(String retryAfter) {
    server.enqueue(throttled().setHeader("Retry-After", retryAfter).build());

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(1, server.getRequestCount());
    assertEquals(Outcome.Rejected, e.failure().outcome());
    assertTrue(e.failure().retryAfter().orElseThrow().compareTo(Duration.ofDays(1)) > 0);
  }

  @Test
  void aCallWhoseTimeIsOverBeforeItIsSentIsNotSent() {
    Call late = Calls.within(Duration.ZERO);

    PartnerCenterException e =
        assertThrows(PartnerCenterException.class, () -> create(client(), late));

    assertEquals(0, server.getRequestCount());
    assertEquals(0, e.failure().attempts());
    assertEquals(Outcome.NotSent, e.failure().outcome());
  }

  @Test
  void aReadCarriesTheCallsRequestId() throws Exception {
    answer(200, CART);

    client().getCart(CUSTOMER, "B4C8FDEA", requestId, call);

    assertEquals(requestId.toString(), request().getHeaders().get("MS-RequestId"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowed(int status) throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Location", server.url("/elsewhere").toString())
            .build());

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(1, server.getRequestCount());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertTrue(e.getMessage().contains("redirect"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "\"text\"",
        "<html><body>Hello</body></html>",
        "{\"id\":\"b4c8fdea\"",
        "{\"id\":\"\"}",
        "{'id':'b4c8fdea'}"
      })
  void anAnswerOfSuccessThatIsNoCartLeavesTheOutcomeUnknown(String body) {
    answer(201, body);

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(1, server.getRequestCount());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(PartnerCenterException.Kind.UNREADABLE_ANSWER, e.failure().kind());
    assertEquals(201, e.failure().statusCode().orElseThrow());
  }

  @Test
  void anAnswerOfAHundredMebibytesIsNotReadToItsEnd() {
    Buffer huge = new Buffer();
    byte[] mebibyte = " ".repeat(1024 * 1024).getBytes(UTF_8);
    for (int i = 0; i < 100; i++) {
      huge.write(mebibyte);
    }
    server.enqueue(new MockResponse.Builder().code(201).body(huge).build());

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertTrue(e.getMessage().contains("too long"), e.getMessage());
  }

  @Test
  void aCompressedAnswerWithAByteOrderMarkIsRead() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(("\uFEFF" + CART).getBytes(UTF_8));
    }
    server.enqueue(
        new MockResponse.Builder()
            .code(201)
            .setHeader("Content-Encoding", "gzip")
            .body(new Buffer().write(compressed.toByteArray()))
            .build());

    assertEquals("b4c8fdea", create().rest().get("id").getAsString());
  }

  @Test
  void whatNobodyHereKnowsSurvivesAnUpdate() throws Exception {
    String cart =
        """
        {"id":"c1","quota":{"left":1.50},"attributes":{"etag":"e1"},"lineItems":[{"id":0,\
        "catalogItemId":"A:1:B","quantity":1,"coterminous":[1,{"x":null}]}]}""";
    answer(200, cart);
    answer(200, cart);
    CartLineItem changed =
        CartLineItem.of(
            "LineItem",
            JsonParser.parseString("{\"Id\":0,\"CatalogItemId\":\"A:1:B\",\"Quantity\":2}"));

    update(present -> present.withLineItems(List.of(changed)));

    RecordedRequest get = request();
    RecordedRequest put = request();
    assertEquals("PUT", put.getMethod());
    assertEquals(requestId.toString(), put.getHeaders().get("MS-RequestId"));
    assertNotEquals(put.getHeaders().get("MS-RequestId"), get.getHeaders().get("MS-RequestId"));
    assertEquals(
        get.getHeaders().get("MS-CorrelationId"), put.getHeaders().get("MS-CorrelationId"));
    assertEquals(
        JsonParser.parseString(cart.replace("\"quantity\":1", "\"quantity\":2")),
        JsonParser.parseString(put.getBody().utf8()));
    assertTrue(put.getBody().utf8().contains("1.50"), "numbers keep their digits");
  }

  @Test
  void whatTheUserLeftAsItWasShownGoesBackToTheLetter() throws Exception {
    String cart =
        """
        {"id":"c1","lineItems":[{"id":0,"catalogItemId":"A:1:B","quantity":1,\
        "billingCycle":"one_time","renewsTo":{"termDuration":"P1Y","future":1},\
        "addonItems":[{"id":1,"catalogItemId":"A:1:C","quantity":2,"future":[2]}]}]}""";
    answer(200, cart);
    answer(200, cart);
    JsonObject shown = Cart.of(JsonParser.parseString(cart)).orElseThrow().toPowerShell();
    List<CartLineItem> fedBack =
        CartLineItem.list("LineItems", shown.get("LineItems"), CartLineItem.Emptiness.REFUSED);

    update(present -> present.withLineItems(fedBack));

    RecordedRequest get = request();
    assertEquals("GET", get.getMethod());
    assertEquals(JsonParser.parseString(cart), JsonParser.parseString(request().getBody().utf8()));
  }

  @Test
  void anIdCantLeadToAnotherAddress() throws Exception {
    answer(200, "{\"id\":\"../../x?y#z/ä\",\"lineItems\":[]}");

    client().getCart(CUSTOMER, "../../x?y#z/ä", requestId, call);

    assertEquals(
        "/v1/customers/" + CUSTOMER + "/carts/..%2F..%2Fx%3Fy%23z%2F%C3%A4", request().getTarget());
  }

  @Test
  void anIdOfDotsIsEscapedToo() throws Exception {
    answer(200, "{\"id\":\"..\",\"lineItems\":[]}");

    client().getCart(CUSTOMER, "..", requestId, call);

    assertEquals("/v1/customers/" + CUSTOMER + "/carts/%2E%2E", request().getTarget());
  }

  @Test
  void aCheckOutIsAPostWithoutBody() throws Exception {
    answer(207, "{\"orders\":[],\"orderErrors\":[{\"orderGroupId\":\"0\",\"code\":2069}]}");

    client().checkOut(CUSTOMER, "c1", call, Calls.change(requestId));

    RecordedRequest request = request();
    assertEquals("/v1/customers/" + CUSTOMER + "/carts/c1/checkout", request.getTarget());
    assertEquals(0, request.getBodySize());
  }

  private Cart create() throws Exception {
    return create(client(), call);
  }

  private Cart create(PartnerCenter client, Call call) throws Exception {
    CartLineItem item =
        CartLineItem.of(
            "LineItem", JsonParser.parseString("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}"));
    return client.createCart(
        CUSTOMER, Cart.creationOf(List.of(item)), call, Calls.change(requestId));
  }

  private void update(UnaryOperator<Cart> change) throws Exception {
    Cart present = client().getCart(CUSTOMER, "c1", UUID.randomUUID(), call);
    Cart unused =
        client()
            .putCart(CUSTOMER, "c1", change.apply(present).rest(), call, Calls.change(requestId));
  }

  private PartnerCenter client() throws Exception {
    return client(Endpoint.of(server.url("/").toString()));
  }

  private static PartnerCenter client(Endpoint endpoint) throws Exception {
    return new PartnerCenter(
        new PartnerCenter.Settings(
            endpoint,
            "en-US",
            ProxySelector.getDefault(),
            Limits.inFlight(8),
            new RetrySettings(4, Duration.ofMillis(2)),
            false),
        GivenAccessToken.of("token", "the test"));
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private void answerAlways(int status, String body) {
    for (int i = 0; i < 10; i++) {
      answer(status, body);
    }
  }

  private static MockResponse.Builder throttled() {
    return new MockResponse.Builder().code(429).body("{\"statusCode\":429}");
  }

  private static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private RecordedRequest request() throws InterruptedException {
    RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
    assertTrue(request != null, "a request was expected");
    return request;
  }

  @Test
  void aReadHasNoContentTypeAndAChangeHas() throws Exception {
    answer(200, CART);
    answer(200, CART);
    answer(200, CART);
    Cart present = client().getCart(CUSTOMER, "b4c8fdea", UUID.randomUUID(), call);
    assertEquals("b4c8fdea", present.id());
    assertEquals(
        "b4c8fdea",
        client().putCart(CUSTOMER, "b4c8fdea", present.rest(), call, Calls.change(requestId)).id());

    assertNull(request().getHeaders().get("Content-Type"));
    assertEquals("application/json", request().getHeaders().get("Content-Type"));
  }

  @Test
  void anotherAccountGoesOverTheSameConnectionsIfToTheSameAddress() throws Exception {
    PartnerCenter first = client();
    answer(200, CART);
    Cart unused = first.getCart(CUSTOMER, "b4c8fdea", UUID.randomUUID(), call);
    AccessTokenSource other = GivenAccessToken.of("other", "the test");
    answer(200, CART);

    PartnerCenter second = first.with(first.settings().endpoint(), other);
    unused = second.getCart(CUSTOMER, "b4c8fdea", UUID.randomUUID(), call);

    assertSame(other, second.accessTokens());
    assertEquals(first.settings(), second.settings());
    assertEquals(0, request().getExchangeIndex());
    RecordedRequest last = request();
    assertEquals(1, last.getExchangeIndex());
    assertEquals("Bearer other", last.getHeaders().get("Authorization"));
    Endpoint elsewhere = Endpoint.of("http://127.0.0.1:1");
    assertEquals(elsewhere, first.with(elsewhere, other).settings().endpoint());
  }

  private static final String OF_ANOTHER_CUSTOMER =
      "{\"id\":\"c1\",\"lineItems\":[],\"links\":{\"self\":{\"uri\":"
          + "\"/customers/00000000-0000-4000-8000-000000000001/carts/c1\"}}}";

  @ParameterizedTest
  @ValueSource(
      strings = {CART, OF_ANOTHER_CUSTOMER, "{\"id\":\"c1\",\"lineItems\":{\"items\":[]}}"})
  void anotherCartThanTheOneThatWasAskedForIsNone(String cart) {
    answer(200, cart);
    answer(200, cart);

    PartnerCenterException read =
        assertThrows(
            PartnerCenterException.class, () -> client().getCart(CUSTOMER, "c1", requestId, call));
    PartnerCenterException written =
        assertThrows(
            PartnerCenterException.class,
            () ->
                client().putCart(CUSTOMER, "c1", new JsonObject(), call, Calls.change(requestId)));

    assertEquals(Outcome.NotSent, read.failure().outcome());
    assertEquals(Outcome.Unknown, written.failure().outcome());
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void aNewCartIsThatOfItsCustomer() {
    answer(201, OF_ANOTHER_CUSTOMER);

    PartnerCenterException e = assertThrows(PartnerCenterException.class, this::create);

    assertEquals(Outcome.Unknown, e.failure().outcome());
  }

  private void answerAs(String requestId, int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("MS-RequestId", requestId)
            .body(body)
            .build());
  }

  @Test
  void theAnswerToAnotherRequestIsNotTakenForThisOnes() throws Exception {
    PartnerCenter client = client();
    String first = "{\"id\":\"c1\",\"lineItems\":[]}";
    answer(201, first);
    create(client, call);
    String other = request().getHeaders().get("MS-RequestId");
    answerAs(other.toUpperCase(Locale.ROOT), 201, first);
    answer(201, "{\"id\":\"c2\",\"lineItems\":[]}");
    UUID own = UUID.randomUUID();

    Cart cart =
        client.createCart(
            CUSTOMER,
            Cart.creationOf(List.of()),
            Calls.within(Duration.ofSeconds(20)),
            Calls.change(own));

    assertEquals("c2", cart.id());
    assertEquals(own.toString(), request().getHeaders().get("MS-RequestId"));
    assertEquals(own.toString(), request().getHeaders().get("MS-RequestId"));
  }

  @Test
  void anIdThatTheServiceMadeIsNoOtherRequests() throws Exception {
    answerAs(UUID.randomUUID().toString(), 201, "{\"id\":\"c1\",\"lineItems\":[]}");

    assertEquals("c1", create().id());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void theStoredAnswerToACheckoutHasTheIdOfTheFirst() throws Exception {
    PartnerCenter client = client();
    String orders = "{\"orders\":[{\"id\":\"o1\"}]}";
    answer(201, orders);
    client.checkOut(CUSTOMER, "c1", call, Calls.change(requestId));
    answerAs(requestId.toString(), 201, orders);
    client.checkOut(
        CUSTOMER, "c1", Calls.within(Duration.ofSeconds(20)), Calls.change(UUID.randomUUID()));

    assertEquals(2, server.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"friendlyName\":\"a\\ud83db\"",
        "\"friendlyName\":\"\\udc00\"",
        "\"x\":1,\"x\":2",
        "\"friendlyName\":\"\u00ff\""
      })
  void whatIsNotUnderstoodWholeIsShownButNotChanged(String member) throws Exception {
    byte[] cart =
        ("{\"id\":\"c1\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A\",\"quantity\":1,"
                + member
                + "}]}")
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 2; i++) {
      server.enqueue(new MockResponse.Builder().code(200).body(new Buffer().write(cart)).build());
    }

    assertEquals("c1", client().getCart(CUSTOMER, "c1", requestId, call).id());
    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class, () -> client().getCartToChange(CUSTOMER, "c1", call));

    assertEquals(Outcome.NotSent, e.failure().outcome());
    assertTrue(e.getMessage().contains("can be shown, but not changed"), e.getMessage());
  }
}
