package io.github.partnercart.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service that stops nobody from buying twice: it takes each checkout, where the sandbox rejects
 * the second one. As documented, a checkout of a cart that was ordered repeats the first answer;
 * one of another content places another order. It notes each request that changes something.
 */
final class MixedService implements RelayedService {
  private static final Pattern REQUEST =
      Pattern.compile("(\\w+) /v1/customers/[^/]+/carts(?:/([^/ ]+))?(/checkout)? .*");
  private static final Pattern TOKEN = Pattern.compile("Bearer [^.]*\\.([^.]*)\\.");

  private record Replay(String request, HttpMessage answer) {}

  private static final class StoredCart {
    private final JsonObject json = new JsonObject();

    /** The first answer to a checkout of each content. */
    private final Map<List<Integer>, HttpMessage> orders = new HashMap<>();

    private List<Integer> content() {
      return quantities(json.getAsJsonArray("lineItems"));
    }
  }

  private final Map<String, StoredCart> carts = new HashMap<>();
  private final Map<String, Replay> replays = new HashMap<>();
  private final List<MixedRequest> requests = new ArrayList<>();
  private int run;

  /** Another run of the process starts. */
  synchronized void nextRun() {
    run++;
  }

  /** All requests so far that would change something, but repeats of an MS-RequestId. */
  synchronized List<MixedRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public synchronized HttpMessage answer(HttpMessage request) {
    Matcher parts = REQUEST.matcher(request.head().lines().findFirst().orElse(""));
    if (!parts.matches()) {
      return fault(404, "1000");
    }
    if (parts.group(1).equals("GET")) {
      @Nullable StoredCart cart = carts.get(parts.group(2));
      return cart == null ? fault(404, "800008") : HttpMessage.json(200, cart.json.toString());
    }
    String id = HttpMessage.header(request.head(), "MS-RequestId").orElseThrow();
    String content = parts.group() + new String(request.body(), UTF_8);
    @Nullable Replay replay = replays.get(id);
    if (replay == null) {
      replay = new Replay(content, change(parts, request));
      replays.put(id, replay);
    }
    // The id of one request must not come with another one.
    return replay.request().equals(content) ? replay.answer() : fault(400, "800002");
  }

  private HttpMessage change(Matcher parts, HttpMessage request) {
    String account = account(request);
    if (parts.group(2) == null) {
      StoredCart cart = new StoredCart();
      cart.json.addProperty("id", UUID.randomUUID().toString());
      cart.json.addProperty("status", "Active");
      write(cart, request);
      carts.put(id(cart), cart);
      note(account, Kind.NEW, cart, true);
      return HttpMessage.json(201, cart.json.toString());
    }
    @Nullable StoredCart cart = carts.get(parts.group(2));
    if (cart == null) {
      return fault(404, "800008");
    }
    return parts.group(3) == null ? put(cart, account, request) : checkOut(cart, account);
  }

  private HttpMessage put(StoredCart cart, String account, HttpMessage request) {
    boolean isOrdered = !cart.orders.isEmpty();
    JsonArray items = items(request);
    // A Set- writes one item, which may also be an Add- to no item: no cart here is ever empty.
    Kind kind = items.size() == 1 ? Kind.SET : Kind.ADD;
    requests.add(new MixedRequest(run, account, kind, id(cart), quantities(items), !isOrdered));
    if (isOrdered) {
      return fault(400, "800065");
    }
    write(cart, request);
    return HttpMessage.json(200, cart.json.toString());
  }

  private HttpMessage checkOut(StoredCart cart, String account) {
    List<Integer> content = cart.content();
    @Nullable HttpMessage first = cart.orders.get(content);
    note(account, Kind.SUBMIT, cart, first == null);
    if (first != null) {
      return first;
    }
    HttpMessage answer = HttpMessage.json(201, order(cart).toString());
    cart.orders.put(content, answer);
    cart.json.addProperty("status", "Ordered");
    return answer;
  }

  private static JsonObject order(StoredCart cart) {
    JsonArray lines = new JsonArray();
    for (int quantity : cart.content()) {
      JsonObject line = new JsonObject();
      line.addProperty("lineItemNumber", lines.size());
      line.addProperty("quantity", quantity);
      lines.add(line);
    }
    JsonObject order = new JsonObject();
    order.addProperty("id", UUID.randomUUID().toString());
    order.addProperty("status", "completed");
    order.add("lineItems", lines);
    JsonArray orders = new JsonArray();
    orders.add(order);
    JsonObject result = new JsonObject();
    result.add("orders", orders);
    return result;
  }

  private void note(String account, Kind kind, StoredCart cart, boolean isDone) {
    requests.add(new MixedRequest(run, account, kind, id(cart), cart.content(), isDone));
  }

  private static void write(StoredCart cart, HttpMessage request) {
    JsonArray items = items(request);
    for (int i = 0; i < items.size(); i++) {
      items.get(i).getAsJsonObject().addProperty("id", i);
    }
    cart.json.add("lineItems", items);
  }

  private static JsonArray items(HttpMessage request) {
    return JsonParser.parseString(new String(request.body(), UTF_8))
        .getAsJsonObject()
        .getAsJsonArray("lineItems");
  }

  private static List<Integer> quantities(JsonArray items) {
    List<Integer> quantities = new ArrayList<>();
    for (JsonElement item : items) {
      quantities.add(item.getAsJsonObject().get("quantity").getAsInt());
    }
    return List.copyOf(quantities);
  }

  private static String id(StoredCart cart) {
    return cart.json.get("id").getAsString();
  }

  private static String account(HttpMessage request) {
    Matcher token =
        TOKEN.matcher(HttpMessage.header(request.head(), "Authorization").orElseThrow());
    if (!token.matches()) {
      throw new IllegalStateException("not one of the Tokens: " + request.head());
    }
    String payload = new String(Base64.getUrlDecoder().decode(token.group(1)), UTF_8);
    return JsonParser.parseString(payload).getAsJsonObject().get("oid").getAsString();
  }

  private static HttpMessage fault(int status, String code) {
    return HttpMessage.json(
        status, "{\"code\":\"%s\",\"description\":\"No: %s.\"}".formatted(code, code));
  }
}
