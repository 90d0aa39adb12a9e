package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All carts of a sandbox, and the four things that can be done with them. */
final class CartStore {
  private final ConcurrentHashMap<String, StoredCart> carts = new ConcurrentHashMap<>();
  private final Counts counts;

  CartStore(Counts counts) {
    this.counts = counts;
  }

  Answer create(String customerId, Request request, Delay delay) {
    delay.take();
    String id = UUID.randomUUID().toString();
    Instant now = Instant.now();
    try {
      JsonObject sent = CartBody.documented(JsonBody.read(request.body()));
      Answer refusal = Scenario.refusalOf(sent);
      if (refusal != null) {
        return refusal;
      }
      String json = CartBody.answered(sent, customerId, id, now, now).toString();
      carts.put(id, new StoredCart(id, customerId, now, json));
      counts.cartsCreated.incrementAndGet();
      return new Answer(201, json, Map.of());
    } catch (RefusedException e) {
      return FaultBody.invalidInput(e.description());
    }
  }

  Answer get(String customerId, String cartId) {
    StoredCart cart = find(customerId, cartId);
    return cart == null ? notFound(cartId) : new Answer(200, cart.json, Map.of());
  }

  Answer update(String customerId, String cartId, Request request, Delay delay) {
    return process(customerId, cartId, delay, cart -> update(cart, request));
  }

  Answer checkOut(String customerId, String cartId, Delay delay) {
    return process(customerId, cartId, delay, this::checkOut);
  }

  private Answer process(
      String customerId, String cartId, Delay delay, Function<StoredCart, Answer> work) {
    StoredCart cart = find(customerId, cartId);
    if (cart == null) {
      return notFound(cartId);
    }
    if (!cart.inProcess.compareAndSet(false, true)) {
      return FaultBody.answer(
          409,
          FaultBody.CART_IN_PROCESS,
          "Cart " + cart.id + " is being processed by another request.");
    }
    try {
      delay.take();
      return work.apply(cart);
    } finally {
      cart.inProcess.set(false);
    }
  }

  private static Answer update(StoredCart cart, Request request) {
    if (cart.ordered) {
      return FaultBody.answer(
          400,
          FaultBody.CART_ALREADY_SUBMITTED,
          "Cannot update an already submitted cart " + cart.id + ".");
    }
    try {
      JsonObject sent = CartBody.documented(JsonBody.read(request.body()));
      String sentId = Catalog.text(sent.get("id"));
      if (!sentId.isEmpty() && !sentId.equalsIgnoreCase(cart.id)) {
        return FaultBody.invalidInput(
            "The cart in the body is " + sentId + ", the one in the path is " + cart.id + ".");
      }
      cart.json =
          CartBody.answered(sent, cart.customerId, cart.id, cart.created, Instant.now()).toString();
      return new Answer(200, cart.json, Map.of());
    } catch (RefusedException e) {
      return FaultBody.invalidInput(e.description());
    }
  }

  private Answer checkOut(StoredCart cart) {
    Instant now = Instant.now();
    JsonObject body = JsonParser.parseString(cart.json).getAsJsonObject();
    boolean isFirst = cart.checkouts++ == 0;
    Answer refusal = Scenario.refusalOfCheckout(body, isFirst);
    if (refusal != null) {
      return refusal;
    }
    Checkout checkout = Checkout.of(body, cart.customerId, now, cart.orders, isFirst);
    if (checkout.orders().isEmpty()) {
      return FaultBody.answer(
          400,
          FaultBody.ERROR_IN_CART_ITEMS,
          "Error in cart item(s): "
              + checkout.errors().get(0).getAsJsonObject().get("description"));
    }
    if (!cart.ordered) {
      CartBody.markOrdered(body, now);
      cart.json = body.toString();
      cart.ordered = true;
    }
    counts.ordersPlaced.addAndGet(checkout.orders().size() - cart.orders.size());
    cart.orders.putAll(checkout.orders());
    return Answer.of(201, checkout.asBody());
  }

  private @Nullable StoredCart find(String customerId, String cartId) {
    StoredCart cart = carts.get(cartId.toLowerCase(Locale.ROOT));
    return cart != null && cart.customerId.equalsIgnoreCase(customerId) ? cart : null;
  }

  private static Answer notFound(String cartId) {
    return FaultBody.answer(
        404, FaultBody.CART_NOT_FOUND, "Unable to retrieve cart Id " + cartId + ".");
  }
}
