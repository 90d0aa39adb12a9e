package io.github.partnercart.partnercenter;

import com.google.gson.JsonElement;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartCheckoutResult;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The carts of Partner Center's REST API. Safe for use by many threads at once.
 *
 * <p>Every method throws {@link PartnerCenterException} when there is no result, and {@link
 * SignInException} when there is no access token and so nothing was sent.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/developer/cart-resources">Cart
 *     resources</a>
 */
public final class PartnerCenter {
  /**
   * How the service is reached.
   *
   * @param locale the language of the service's messages, such as en-US
   * @param proxies asked for every address but loopback ones
   * @param concurrency how many requests may be in flight at once
   * @param logsExchanges whether each request and its answer are logged, at level debug
   */
  public record Settings(
      Endpoint endpoint,
      String locale,
      ProxySelector proxies,
      int concurrency,
      RetrySettings retry,
      boolean logsExchanges) {}

  private final Settings settings;
  private final AccessTokenSource accessTokens;
  private final HttpTransport transport;
  private final Throttle throttle;
  private final RetryingSender sender;

  /** Nothing is sent before the first call. */
  public PartnerCenter(Settings settings, AccessTokenSource accessTokens) {
    this(settings, accessTokens, new HttpTransport(settings), new Throttle(settings.concurrency()));
  }

  private PartnerCenter(
      Settings settings,
      AccessTokenSource accessTokens,
      HttpTransport transport,
      Throttle throttle) {
    this.settings = settings;
    this.accessTokens = accessTokens;
    this.transport = transport;
    this.throttle = throttle;
    this.sender = new RetryingSender(transport, accessTokens, throttle, settings);
  }

  /** The same for another partner, over the same connections if at the same address. */
  public PartnerCenter with(Endpoint endpoint, AccessTokenSource otherAccessTokens) {
    if (endpoint.equals(settings.endpoint())) {
      return new PartnerCenter(settings, otherAccessTokens, transport, throttle);
    }
    Settings elsewhere =
        new Settings(
            endpoint,
            settings.locale(),
            settings.proxies(),
            settings.concurrency(),
            settings.retry(),
            settings.logsExchanges());
    return new PartnerCenter(elsewhere, otherAccessTokens);
  }

  /** Gets ready in the background what the first request needs; nothing is sent. */
  public void warmUp() {
    transport.warmUp();
  }

  public Settings settings() {
    return settings;
  }

  public AccessTokenSource accessTokens() {
    return accessTokens;
  }

  /** Creates a cart: {@code POST /v1/customers/{customer}/carts}. */
  public Cart createCart(String customerId, List<CartLineItem> lineItems, Call call)
      throws PartnerCenterException, SignInException {
    URI carts = settings.endpoint().resource("customers", customerId, "carts");
    return send(
        PartnerRequest.post(carts, call.requestId(), Cart.creationOf(lineItems)),
        call,
        Cart::of,
        "cart");
  }

  /** Reads a cart: {@code GET /v1/customers/{customer}/carts/{cart}}. */
  public Cart getCart(String customerId, String cartId, Call call)
      throws PartnerCenterException, SignInException {
    return getCart(customerId, cartId, call.requestId(), call);
  }

  private Cart getCart(String customerId, String cartId, UUID requestId, Call call)
      throws PartnerCenterException, SignInException {
    return send(PartnerRequest.get(address(customerId, cartId), requestId), call, Cart::of, "cart");
  }

  /** Reads a cart, changes it and sends the whole of it back: {@code GET}, then {@code PUT}. */
  public Cart updateCart(String customerId, String cartId, UnaryOperator<Cart> change, Call call)
      throws PartnerCenterException, SignInException {
    Cart changed = change.apply(getCart(customerId, cartId, UUID.randomUUID(), call));
    return send(
        PartnerRequest.put(address(customerId, cartId), call.requestId(), changed.rest()),
        call,
        Cart::of,
        "cart");
  }

  /** Places the orders of a cart: {@code POST /v1/customers/{customer}/carts/{cart}/checkout}. */
  public CartCheckoutResult checkOut(String customerId, String cartId, Call call)
      throws PartnerCenterException, SignInException {
    URI checkout =
        settings.endpoint().resource("customers", customerId, "carts", cartId, "checkout");
    return send(
        PartnerRequest.post(checkout, call.requestId(), null),
        call,
        CartCheckoutResult::of,
        "check-out result");
  }

  private URI address(String customerId, String cartId) {
    return settings.endpoint().resource("customers", customerId, "carts", cartId);
  }

  private <T> T send(
      PartnerRequest request, Call call, Function<JsonElement, Optional<T>> model, String what)
      throws PartnerCenterException, SignInException {
    RetryingSender.Reply reply = sender.send(request, call);
    if (!reply.answer().content().isWhole()) {
      throw reply.unreadable("is too long to be a " + what);
    }
    try {
      return model
          .apply(JsonReading.OF_ANSWERS.read(reply.answer().body()))
          .orElseThrow(() -> reply.unreadable("is not a " + what));
    } catch (InvalidJsonException e) {
      throw reply.unreadable("can't be read as a " + what + ": " + e.getMessage());
    }
  }
}
