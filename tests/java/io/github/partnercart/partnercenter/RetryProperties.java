package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.signin.GivenAccessToken;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every series of answers that the service may give. */
class RetryProperties {
  private static final int MAX_ATTEMPTS = 4;
  private static final int LOST = 0;
  private static final int THROTTLED = 429;
  private static final int CREATED = 201;
  private static final Set<Integer> TRANSIENT = Set.of(LOST, 408, THROTTLED, 500, 502, 503, 504);
  private static final Set<Integer> OPEN = Set.of(LOST, 302, 408, 409, 500, 501, 502, 503, 504);

  @Property(seed = "7", tries = 150)
  void aPurchaseIsSentUnderOneRequestIdAsOftenAsItMayAndToldAsItStands(
      @ForAll("series") List<Integer> answers) throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      answers.forEach(answer -> server.enqueue(response(answer)));
      Call call = Calls.within(Duration.ofSeconds(60));

      UUID requestId = UUID.randomUUID();
      String outcome = outcome(server, call, requestId);

      int expected = requests(answers);
      assertEquals(expected, server.getRequestCount());
      assertEquals(outcomeOf(answers.subList(0, expected)), outcome);
      assertOneRequest(server, requestId, expected);
    }
  }

  /** Until the first that is final, or as many as may be, of which those with 429 are none. */
  private static int requests(List<Integer> answers) {
    int attempts = 0;
    int requests = 0;
    for (int answer : answers) {
      requests++;
      attempts += answer == THROTTLED ? 0 : 1;
      if (!TRANSIENT.contains(answer) || attempts == MAX_ATTEMPTS) {
        break;
      }
    }
    return requests;
  }

  private static String outcomeOf(List<Integer> answers) {
    int last = answers.get(answers.size() - 1);
    if (last == CREATED) {
      return "done";
    }
    return answers.stream().anyMatch(OPEN::contains) ? "Unknown" : "Rejected";
  }

  private static String outcome(MockWebServer server, Call call, UUID requestId) throws Exception {
    PartnerCenter client =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(server.url("/").toString()),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(8),
                new RetrySettings(MAX_ATTEMPTS, Duration.ofMillis(1)),
                false),
            GivenAccessToken.of("token", "the test"));
    try {
      client.createCart(
          "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08",
          Cart.creationOf(
              List.of(
                  CartLineItem.of(
                      "LineItem",
                      JsonParser.parseString("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}")))),
          call,
          Calls.change(requestId));
      return "done";
    } catch (PartnerCenterException e) {
      assertEquals(requestId, e.failure().requestId());
      assertEquals(server.getRequestCount(), e.failure().attempts());
      return e.failure().outcome().name();
    }
  }

  private static void assertOneRequest(MockWebServer server, UUID requestId, int times)
      throws InterruptedException {
    Set<String> different = new HashSet<>();
    for (int i = 0; i < times; i++) {
      RecordedRequest request = server.takeRequest();
      assertEquals(requestId.toString(), request.getHeaders().get("MS-RequestId"));
      different.add(
          request.getMethod()
              + request.getTarget()
              + request.getHeaders().get("MS-CorrelationId")
              + (request.getBody() == null ? "" : request.getBody().utf8()));
    }
    assertTrue(different.size() <= 1, different::toString);
  }

  private static MockResponse response(int answer) {
    if (answer == LOST) {
      return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
    }
    return new MockResponse.Builder()
        .code(answer)
        .body(answer == CREATED ? "{\"id\":\"c1\",\"lineItems\":[]}" : "{\"code\":1}")
        .build();
  }

  @Provide
  Arbitrary<List<Integer>> series() {
    return Arbitraries.of(LOST, 408, THROTTLED, 500, 501, 502, 503, 504, 400, 403, 404, 409, 302)
        .list()
        .ofMaxSize(MAX_ATTEMPTS)
        .map(
            answers -> {
              List<Integer> series = new ArrayList<>(answers);
              series.add(CREATED);
              return series;
            });
  }
}
