package io.github.partnercart.powershell;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.partnercart.signin.FakeIdentityService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Partner Center on loopback whose carts name, as the user who modified them last, the access
 * token that they were bought with. Under /test, it lets a script direct the identity service.
 */
final class BuyersService implements AutoCloseable {
  private static final String TEST = "/test/";
  private static final String CHALLENGE =
      "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
          + Base64.getEncoder()
              .encodeToString(
                  "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}"
                      .getBytes(StandardCharsets.UTF_8))
          + "\"";

  private final FakeIdentityService identity;
  private final HttpServer server;

  /** The next request for a cart needs another token than the one that it has. */
  private final AtomicBoolean isChallenging = new AtomicBoolean();

  private final AtomicInteger bought = new AtomicInteger();

  BuyersService(FakeIdentityService identity) throws IOException {
    this.identity = identity;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(TEST) && isChallenging.getAndSet(false)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", CHALLENGE);
      exchange.sendResponseHeaders(401, -1);
      exchange.close();
      return;
    }
    JsonObject body =
        path.startsWith(TEST)
            ? direct(path.substring(TEST.length()))
            : cart(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(path.startsWith(TEST) ? 200 : 201, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private JsonObject cart(String authorization) {
    JsonObject cart = new JsonObject();
    cart.addProperty("id", "cart-" + bought.incrementAndGet());
    cart.addProperty("lastModifiedUser", authorization);
    cart.add("lineItems", new JsonArray());
    cart.addProperty("status", "Active");
    return cart;
  }

  private JsonObject direct(String wish) {
    JsonObject answer = new JsonObject();
    switch (wish) {
      case "refuse" ->
          identity.answerNext(
              FakeIdentityService.refusal(
                  401, "invalid_client", "AADSTS7000215: Invalid client secret provided."));
      case "challenge" -> isChallenging.set(true);
      case "absent" -> identity.usersAreAbsent = true;
      case "present" -> identity.usersAreAbsent = false;
      case "bought" -> answer.addProperty("count", bought.get());
      case "form" -> {
        Map<String, String> form = identity.tokenForms.poll();
        if (form != null) {
          form.forEach(answer::addProperty);
        }
      }
      default -> throw new IllegalArgumentException(wish);
    }
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
