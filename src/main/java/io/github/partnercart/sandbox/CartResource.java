package io.github.partnercart.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses under {@code /v1/customers/{customer-id}/carts}, and who may use them how. */
final class CartResource {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/customers/([^/]+)/carts(?:/([^/]+)(/checkout)?)?", Pattern.CASE_INSENSITIVE);
  private static final String CUSTOMERS = "/v1/customers";
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern BEARER =
      Pattern.compile("Bearer +[^\\s]+\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern JSON =
      Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  /** The one customer that the partner of the sandbox has no relationship with. */
  static final String STRANGER = "00000000-0000-0000-0000-000000000403";

  private final CartStore carts;
  private final Idempotency idempotency = new Idempotency();

  CartResource(CartStore carts) {
    this.carts = carts;
  }

  Answer answer(Request request, Delay delay) {
    if (request.authorization() == null || !BEARER.matcher(request.authorization()).matches()) {
      return FaultBody.answer(401, FaultBody.TOKEN_MISSING, "There is no Bearer token.")
          .with("WWW-Authenticate", "Bearer");
    }
    if (request.method().equals("GET") && request.path().equalsIgnoreCase(CUSTOMERS)) {
      return noCustomers();
    }
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return FaultBody.answer(
          404, FaultBody.NOT_FOUND, "There is nothing at " + request.path() + ".");
    }
    List<String> methods = methods(path);
    if (!methods.contains(request.method())) {
      String allowed = String.join(", ", methods);
      return FaultBody.answer(
              405,
              FaultBody.INVALID_INPUT,
              "The method " + request.method() + " is not allowed here, but " + allowed + ".")
          .with("Allow", allowed);
    }
    if (request.method().equals("GET")) {
      return work(path, request, delay);
    }
    if (hasForeignContent(request)) {
      return FaultBody.answer(
          415,
          FaultBody.INVALID_INPUT,
          "The Content-Type must be application/json, not " + request.contentType() + ".");
    }
    return idempotency.once(request, () -> work(path, request, delay));
  }

  /** Of the list of customers only what it says of the sign-in: the sandbox takes each. */
  private static Answer noCustomers() {
    var list = new JsonObject();
    list.addProperty("totalCount", 0);
    list.add("items", new JsonArray());
    return Answer.of(200, list).with("isMfaCompliant", "true");
  }

  private Answer work(Matcher path, Request request, Delay delay) {
    String customerId = path.group(1).toLowerCase(Locale.ROOT);
    if (!GUID.matcher(customerId).matches()) {
      return FaultBody.invalidInput("The customer id " + path.group(1) + " is not a GUID.");
    }
    if (customerId.equals(STRANGER)) {
      return FaultBody.answer(
          403,
          FaultBody.NO_RELATIONSHIP,
          "The partner has no commerce relationship with the customer id " + customerId + ".");
    }
    @Nullable String cartId = path.group(2);
    if (cartId == null) {
      return carts.create(customerId, request, delay);
    }
    if (path.group(3) != null) {
      return carts.checkOut(customerId, cartId, delay);
    }
    return request.method().equals("GET")
        ? carts.get(customerId, cartId)
        : carts.update(customerId, cartId, request, delay);
  }

  private static List<String> methods(Matcher path) {
    return path.group(2) == null || path.group(3) != null ? List.of("POST") : List.of("GET", "PUT");
  }

  private static boolean hasForeignContent(Request request) {
    if (request.contentType() == null) {
      return request.body().hasRemaining();
    }
    return !JSON.matcher(request.contentType()).matches();
  }
}
