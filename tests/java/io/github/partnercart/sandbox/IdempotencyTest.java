package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CART;
import static io.github.partnercart.sandbox.SandboxClient.CARTS;
import static io.github.partnercart.sandbox.SandboxClient.ITEM;
import static io.github.partnercart.sandbox.SandboxClient.cart;
import static io.github.partnercart.sandbox.SandboxClient.code;
import static io.github.partnercart.sandbox.SandboxClient.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class IdempotencyTest {
  @AutoClose private Sandbox sandbox;
  private SandboxClient client;

  private void start(InjectedFault... faults) throws IOException {
    sandbox = Sandbox.start(SandboxOptions.defaults(), new ScriptedFaults(faults));
    client = new SandboxClient(sandbox);
  }

  @Test
  void aRepeatedCreationGivesTheSameCartByteForByte() throws Exception {
    start();
    String requestId = newId();

    HttpResponse<String> first = client.send(client.posting(CARTS, requestId, CART));
    HttpResponse<String> second =
        client.send(client.posting(CARTS, requestId.toUpperCase(Locale.ROOT), CART));

    assertEquals(201, second.statusCode());
    assertEquals(first.body(), second.body());
    assertEquals(1, sandbox.statistics().cartsCreated());
  }

  @Test
  void anotherRequestIdOrNoneMakesAnotherCart() throws Exception {
    start();
    client.create(CART);
    client.create(CART);
    var without =
        client
            .request(CARTS)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(CART));
    assertNotEquals(client.send(without).body(), client.send(without).body());

    assertEquals(4, sandbox.statistics().cartsCreated());
  }

  @Test
  void sixteenAtOnceWithOneRequestIdGiveOneCart() throws Exception {
    start(InjectedFault.slow(Duration.ofMillis(200)));
    String requestId = newId();
    Set<String> bodies = new HashSet<>();
    for (HttpResponse<String> answer :
        atOnce(16, () -> client.send(client.posting(CARTS, requestId, CART)))) {
      assertEquals(201, answer.statusCode());
      bodies.add(answer.body());
    }

    assertEquals(1, bodies.size());
    assertEquals(1, sandbox.statistics().cartsCreated());
  }

  @Test
  void sixteenCheckoutsAtOnceWithOneRequestIdPlaceOneOrder() throws Exception {
    start(InjectedFault.NONE, InjectedFault.slow(Duration.ofMillis(200)));
    String path = CARTS + "/" + client.createdId(CART) + "/checkout";
    String requestId = newId();
    Set<String> bodies = new HashSet<>();
    for (HttpResponse<String> answer :
        atOnce(16, () -> client.send(client.posting(path, requestId, "")))) {
      assertEquals(201, answer.statusCode());
      bodies.add(answer.body());
    }

    assertEquals(1, bodies.size());
    assertEquals(1, sandbox.statistics().ordersPlaced());
  }

  @Test
  void anAnswerLostAfterTheWorkIsGivenToTheRepeat() throws Exception {
    start(InjectedFault.DROPPED_AFTER);
    String requestId = newId();

    assertThrows(IOException.class, () -> client.send(client.posting(CARTS, requestId, CART)));
    assertEquals(1, sandbox.statistics().cartsCreated());
    HttpResponse<String> repeat = client.send(client.posting(CARTS, requestId, CART));

    assertEquals(201, repeat.statusCode());
    assertEquals(
        repeat.body(), client.get(SandboxClient.json(repeat).get("id").getAsString()).body());
    assertEquals(1, sandbox.statistics().cartsCreated());
  }

  @Test
  void aCheckoutAnswered503AfterTheWorkIsNotDoneTwice() throws Exception {
    start(InjectedFault.NONE, InjectedFault.UNAVAILABLE_AFTER);
    String path = CARTS + "/" + client.createdId(CART) + "/checkout";
    String requestId = newId();

    assertEquals(503, client.send(client.posting(path, requestId, "")).statusCode());
    assertEquals(201, client.send(client.posting(path, requestId, "")).statusCode());

    assertEquals(1, sandbox.statistics().ordersPlaced());
  }

  @Test
  void anUpdateRepeatedAfterALaterOneDoesNotUndoIt() throws Exception {
    start();
    String id = client.createdId(CART);
    String requestId = newId();
    HttpResponse<String> first = client.send(client.putting(id, requestId, cart(ITEM, ITEM)));
    HttpResponse<String> later = client.put(id, cart(ITEM, ITEM, ITEM));

    HttpResponse<String> repeat = client.send(client.putting(id, requestId, cart(ITEM, ITEM)));

    assertEquals(first.body(), repeat.body());
    assertEquals(later.body(), client.get(id).body());
  }

  @Test
  void aBusinessFailureIsRepeatedEvenWhereTheRequestWouldNowSucceed() throws Exception {
    start();
    String id = client.createdId(cart("{\"catalogItemId\":\"bad\",\"quantity\":1}"));
    String path = CARTS + "/" + id + "/checkout";
    String requestId = newId();
    HttpResponse<String> first = client.send(client.posting(path, requestId, ""));
    client.put(id, CART);

    HttpResponse<String> repeat = client.send(client.posting(path, requestId, ""));

    assertEquals(400, repeat.statusCode());
    assertEquals(first.body(), repeat.body());
    assertEquals(201, client.checkOut(id).statusCode());
  }

  @Test
  void aRequestIdWithAnotherBodyIsRefused() throws Exception {
    start();
    String requestId = newId();
    client.send(client.posting(CARTS, requestId, CART));

    HttpResponse<String> answer = client.send(client.posting(CARTS, requestId, cart(ITEM, ITEM)));

    assertEquals(400, answer.statusCode());
    assertEquals("800002", code(answer));
    assertTrue(answer.body().contains(requestId), answer.body());
    assertEquals(1, sandbox.statistics().cartsCreated());
  }

  @Test
  void aRequestIdWithAnotherPathOrMethodIsRefused() throws Exception {
    start();
    String requestId = newId();
    String id = client.createdId(CART);
    client.send(client.posting(CARTS, requestId, CART));

    HttpResponse<String> updated = client.send(client.putting(id, requestId, CART));
    HttpResponse<String> ordered =
        client.send(client.posting(CARTS + "/" + id + "/checkout", requestId, ""));

    assertEquals(400, updated.statusCode());
    assertEquals(400, ordered.statusCode());
    assertEquals(0, sandbox.statistics().ordersPlaced());
  }

  @Test
  void readingWithAUsedRequestIdIsFine() throws Exception {
    start();
    String requestId = newId();
    String id =
        SandboxClient.json(client.send(client.posting(CARTS, requestId, CART)))
            .get("id")
            .getAsString();

    assertEquals(
        200,
        client
            .send(client.request(CARTS + "/" + id).header("MS-RequestId", requestId))
            .statusCode());
  }

  private static <T> List<T> atOnce(int count, Callable<T> call) throws Exception {
    var barrier = new CyclicBarrier(count);
    var threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<T>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return call.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : calls) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
