package io.github.partnercart.protocol;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A service on loopback that knows every cart but {@code refused} and {@code unavailable}, and
 * holds back its answers about a cart until it is told to go on.
 */
final class CartService implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, CountDownLatch> arrivals = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> holds = new ConcurrentHashMap<>();

  CartService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Holds back the answers about a cart until {@link #release}. */
  void hold(String cartId) {
    holds.put(cartId, new CountDownLatch(1));
  }

  void release(String cartId) {
    holds.get(cartId).countDown();
  }

  /** Waits until a request about the cart has come. */
  void awaitRequest(String cartId) throws InterruptedException {
    if (!arrival(cartId).await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no request for " + cartId);
    }
  }

  /** The requests so far, each as its method, the cart's id and its body. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private CountDownLatch arrival(String cartId) {
    return arrivals.computeIfAbsent(cartId, id -> new CountDownLatch(1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String cartId = exchange.getRequestURI().getPath().replaceFirst(".*/carts/?", "");
      requests.add((exchange.getRequestMethod() + " " + cartId + " " + body).strip());
      arrival(cartId).countDown();
      CountDownLatch hold = holds.get(cartId);
      if (hold != null && !hold.await(30, TimeUnit.SECONDS)) {
        return;
      }
      int status =
          switch (cartId) {
            case "refused" -> 401;
            case "unavailable" -> 503;
            default -> 200;
          };
      byte[] answer =
          ("{\"id\":\"" + cartId + "\",\"lineItems\":[],\"status\":\"Active\"}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
