package io.github.partnercart.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The model's service, on loopback: carts, checkouts, RequestIds, and what goes wrong. */
final class ModelService implements AutoCloseable {
  /** What is seen of a request that goes wrong; nothing of it is done unless it says so. */
  private static final Map<String, String> SEEN =
      Map.ofEntries(
          Map.entry("lost", "lost"),
          Map.entry("error", "5xx"),
          Map.entry("conflict", "409"),
          Map.entry("throttled", "429"),
          Map.entry("unauthorized", "401"),
          Map.entry("put off", "later"),
          Map.entry("rejected", "no"),
          Map.entry("proxy page", "page"),
          Map.entry("done but lost", "lost"),
          Map.entry("done but error", "5xx"),
          Map.entry("done but conflict", "409"),
          Map.entry("done but proxy page", "page"),
          Map.entry("partial", ""),
          Map.entry("partial but lost", "lost"));

  private static final class Cart {
    private final String account;
    private final List<JsonArray> states = new ArrayList<>();
    private boolean isOrdered;
    private boolean haveSomeFailed;
    private boolean isDropped;

    private Cart(String account, JsonArray items) {
      this.account = account;
      states.add(items);
    }

    private JsonArray items() {
      return states.get(states.size() - 1);
    }

    private boolean isClosed() {
      return isOrdered && !haveSomeFailed;
    }
  }

  private record Remembered(int when, String what, String status, String body) {}

  private final HttpServer server;
  private int memory;
  private final Map<String, Cart> carts = new HashMap<>();
  private final Map<String, Remembered> remembered = new HashMap<>();
  private Deque<String> faults = new ArrayDeque<>();
  private Runnable afterChange = () -> {};
  private int requests;

  ModelService() throws IOException {
    // Else each answer waits for the acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
  }

  /** Starts anew; RequestIds are remembered for so many requests. */
  synchronized void forget(int mostRequests) {
    memory = mostRequests;
    carts.clear();
    carts.put("X", new Cart("A", items("x")));
    remembered.clear();
    requests = 0;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What goes wrong with the next requests, and what is done after each change. */
  void begin(List<String> nextFaults, Runnable step) {
    faults = new ArrayDeque<>(nextFaults);
    afterChange = step;
  }

  static JsonArray items(String... names) {
    JsonArray items = new JsonArray();
    for (String name : names) {
      JsonObject item = new JsonObject();
      item.addProperty("catalogItemId", name);
      item.addProperty("quantity", 1);
      items.add(item);
    }
    return items;
  }

  /** Somebody else changes a cart. */
  synchronized void outside(String what, @Nullable String id, int run) {
    Cart cart = carts.get(id);
    if (cart == null) {
      return;
    }
    if (what.equals("drops")) {
      cart.isDropped = true;
    } else if (!cart.isOrdered && what.equals("adds to")) {
      JsonArray more = cart.items().deepCopy();
      more.addAll(items("other" + run));
      cart.states.add(more);
    } else if (!cart.isOrdered) {
      cart.states.add(cart.states.get(Math.max(0, cart.states.size() - 2)));
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String[] answer = answer(exchange, new String(body, StandardCharsets.UTF_8));
      if (!exchange.getRequestMethod().equals("GET")) {
        afterChange.run();
      }
      send(exchange, answer[0], answer[1]);
    }
  }

  private static void send(HttpExchange exchange, String status, String body) throws IOException {
    int code =
        switch (status) {
          case "ok", "partial", "page", "lost" -> 200;
          case "5xx" -> 503;
          case "later", "no" -> 403;
          default -> Integer.parseInt(status);
        };
    String text =
        switch (status) {
          case "ok", "partial" -> body;
          case "page" -> "<html>";
          case "later" -> "{\"code\":\"800073\"}";
          // Not 800060, after which a checkout waits for the end of the order.
          case "409" -> "{\"code\":\"800099\"}";
          default -> "{\"code\":\"800062\"}";
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // An answer that is cut off is a lost one; without any byte of it the client would ask again.
    exchange.sendResponseHeaders(code, bytes.length + (status.equals("lost") ? 1 : 0));
    if (!status.equals("lost")) {
      exchange.getResponseBody().write(bytes);
    }
    // Later Java sends the header lines with the body only.
    exchange.getResponseBody().flush();
  }

  private synchronized String[] answer(HttpExchange exchange, String body) {
    requests++;
    String fault = faults.isEmpty() ? "" : faults.remove();
    String seen = SEEN.getOrDefault(fault, "");
    boolean isDone = fault.isEmpty() || fault.startsWith("done") || fault.startsWith("partial");
    boolean isRead = exchange.getRequestMethod().equals("GET");
    boolean isUpdate = exchange.getRequestMethod().equals("PUT");
    if (isRead && (seen.equals("409") || seen.equals("no"))) {
      seen = "";
      isDone = true;
    }
    if (!isDone || (seen.equals("409") && isUpdate)) {
      return new String[] {seen, ""};
    }
    String account = exchange.getRequestHeaders().getFirst("Authorization");
    String id = account + " " + exchange.getRequestHeaders().getFirst("MS-RequestId");
    String what = exchange.getRequestMethod() + " " + body;
    Remembered first = remembered.get(id);
    String[] answer;
    if (isRead || first == null || requests - first.when() > memory) {
      answer = act(exchange, account.replace("Bearer ", ""), body, fault.startsWith("partial"));
      remembered.put(id, new Remembered(requests, what, answer[0], answer[1]));
    } else if (first.what().equals(what)) {
      answer = new String[] {first.status(), first.body()};
    } else {
      answer = new String[] {"no", ""};
    }
    return seen.isEmpty() ? answer : new String[] {seen, ""};
  }

  private String[] act(HttpExchange exchange, String account, String body, boolean doSomeFail) {
    String[] path = exchange.getRequestURI().getPath().split("/");
    boolean isUpdate = exchange.getRequestMethod().equals("PUT");
    boolean isCheckout = path[path.length - 1].equals("checkout");
    String id = path.length > 5 ? path[5] : "C" + carts.size();
    if (path.length <= 5) {
      carts.put(id, new Cart(account, itemsOf(body)));
    }
    Cart cart = carts.get(id);
    if (cart == null
        || !cart.account.equals(account)
        || (cart.isDropped && !cart.isOrdered)
        || (isUpdate && cart.isClosed())) {
      return new String[] {"no", ""};
    }
    if (isUpdate) {
      cart.states.add(itemsOf(body));
    }
    if (isCheckout && !cart.isClosed()) {
      cart.isOrdered = true;
      cart.haveSomeFailed = doSomeFail;
    }
    boolean isPartial = isCheckout && cart.haveSomeFailed;
    return new String[] {
      isPartial ? "partial" : "ok",
      isCheckout
          ? "{\"orders\":[{\"id\":\"" + id + "\"}]" + (isPartial ? ",\"orderErrors\":[{}]}" : "}")
          : text(id, cart)
    };
  }

  private static JsonArray itemsOf(String body) {
    JsonArray items = new JsonArray();
    for (JsonElement item :
        JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("lineItems")) {
      items.addAll(items(item.getAsJsonObject().get("catalogItemId").getAsString()));
    }
    return items;
  }

  private static String text(String id, Cart cart) {
    JsonObject text = new JsonObject();
    text.addProperty("id", id);
    text.addProperty("status", cart.isClosed() ? "Ordered" : "Active");
    JsonArray numbered = cart.items().deepCopy();
    for (int i = 0; i < numbered.size(); i++) {
      numbered.get(i).getAsJsonObject().addProperty("id", i);
    }
    text.add("lineItems", numbered);
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
