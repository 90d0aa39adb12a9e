package io.github.partnercart.partnercenter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartCheckoutResult;
import io.github.partnercart.json.AsciiCase;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.partnercenter.AnswerReading.UnreadableAnswerException;
import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
   * @param limits what is sent at most
   * @param logsExchanges whether each request and its answer are logged, at level debug
   */
  public record Settings(
      Endpoint endpoint,
      String locale,
      ProxySelector proxies,
      Limits limits,
      RetrySettings retry,
      boolean logsExchanges) {}

  /** What to do after a checkout of which some orders failed. */
  public static final String ADVICE_AFTER_FAILED_ORDERS = Advice.PARTIAL;

  private final Settings settings;
  private final AccessTokenSource accessTokens;
  private final HttpTransport transport;
  private final Throttle throttle;
  private final Sender sender;

  /** Nothing is sent before the first call. */
  public PartnerCenter(Settings settings, AccessTokenSource accessTokens) {
    this(
        settings,
        accessTokens,
        new HttpTransport(settings),
        new Throttle(settings.limits(), settings.retry(), System::nanoTime));
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
    this.sender = new Sender(transport, accessTokens, throttle, settings);
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
            settings.limits(),
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

  /**
   * Creates a cart: {@code POST /v1/customers/{customer}/carts}.
   *
   * @param body the cart as {@link Cart#creationOf} makes it
   */
  public Cart createCart(String customerId, JsonObject body, Call call, Change change)
      throws PartnerCenterException, SignInException {
    URI carts = settings.endpoint().resource("customers", customerId, "carts");
    return sender.change(
        new PartnerRequest(Kind.CREATION, carts, change.requestId(), body),
        cart(JsonReading.OF_ANSWERS, customerId, null),
        call,
        change);
  }

  /** Reads a cart: {@code GET /v1/customers/{customer}/carts/{cart}}. */
  public Cart getCart(String customerId, String cartId, UUID requestId, Call call)
      throws PartnerCenterException, SignInException {
    return sender.read(
        new PartnerRequest(Kind.READ, address(customerId, cartId), requestId, null),
        cart(JsonReading.OF_ANSWERS, customerId, cartId),
        call);
  }

  /**
   * Reads a cart that is to be changed. What is not understood whole is no cart then: it would be
   * put back as something else.
   */
  public Cart getCartToChange(String customerId, String cartId, Call call)
      throws PartnerCenterException, SignInException {
    AnswerReading<Cart> whole = cart(JsonReading.OF_COMMANDS, customerId, cartId);
    AnswerReading<Cart> shown = cart(JsonReading.OF_ANSWERS, customerId, cartId);
    return sender.read(
        new PartnerRequest(Kind.READ, address(customerId, cartId), UUID.randomUUID(), null),
        answer -> {
          try {
            return whole.read(answer);
          } catch (UnreadableAnswerException e) {
            // What can't be shown either says so itself.
            Cart unused = shown.read(answer);
            throw new UnreadableAnswerException(
                "can be shown, but not changed and put back: " + e.reason(), e);
          }
        },
        call);
  }

  /**
   * Replaces a cart: {@code PUT /v1/customers/{customer}/carts/{cart}}.
   *
   * @param body the whole cart as it is to be, service-shaped
   */
  public Cart putCart(String customerId, String cartId, JsonObject body, Call call, Change change)
      throws PartnerCenterException, SignInException {
    return sender.change(
        new PartnerRequest(Kind.UPDATE, address(customerId, cartId), change.requestId(), body),
        cart(JsonReading.OF_ANSWERS, customerId, cartId),
        call,
        change);
  }

  /** Places the orders of a cart: {@code POST /v1/customers/{customer}/carts/{cart}/checkout}. */
  public CartCheckoutResult checkOut(String customerId, String cartId, Call call, Change change)
      throws PartnerCenterException, SignInException {
    URI checkout =
        settings.endpoint().resource("customers", customerId, "carts", cartId, "checkout");
    return sender.change(
        new PartnerRequest(Kind.CHECKOUT, checkout, change.requestId(), null),
        reading(JsonReading.OF_ANSWERS, CartCheckoutResult::of, "check-out result"),
        call,
        change);
  }

  /**
   * Asks the service whether the sign-in was made with multi-factor authentication, beside a
   * request that only reads: {@code GET /v1/customers?size=1}.
   *
   * @return empty if the service does not say it
   */
  public Optional<Boolean> isMfaCompliant(Call call)
      throws PartnerCenterException, SignInException {
    URI customers = URI.create(settings.endpoint().resource("customers") + "?size=1");
    try {
      return sender.read(
          new PartnerRequest(Kind.MFA_VALIDATION, customers, UUID.randomUUID(), null),
          PartnerCenter::mfaCompliance,
          call);
    } catch (PartnerCenterException e) {
      Optional<Boolean> said = e.failure().answer().flatMap(PartnerCenter::mfaCompliance);
      if (said.isEmpty()) {
        throw e;
      }
      return said;
    }
  }

  private static Optional<Boolean> mfaCompliance(HttpAnswer answer) {
    return answer
        .headers()
        .firstValue("isMfaCompliant")
        .map(String::strip)
        .filter(said -> AsciiCase.same(said, "true") || AsciiCase.same(said, "false"))
        .map(Boolean::valueOf);
  }

  private URI address(String customerId, String cartId) {
    return settings.endpoint().resource("customers", customerId, "carts", cartId);
  }

  /** Another cart than the one that was asked for is none. */
  private static AnswerReading<Cart> cart(
      JsonReading json, String customerId, @Nullable String cartId) {
    AnswerReading<Cart> any = reading(json, Cart::of, "cart");
    return answer -> {
      Cart cart = any.read(answer);
      if (!cart.isOf(customerId, cartId)) {
        throw new UnreadableAnswerException("is another cart than the one that was asked for");
      }
      return cart;
    };
  }

  private static <T> AnswerReading<T> reading(
      JsonReading json, Function<JsonElement, Optional<T>> model, String what) {
    return answer -> {
      if (!answer.content().isWhole()) {
        throw new UnreadableAnswerException("is too long to be a " + what);
      }
      try {
        return model
            .apply(json.read(answer.body()))
            .orElseThrow(() -> new UnreadableAnswerException("is not a " + what));
      } catch (InvalidJsonException e) {
        throw new UnreadableAnswerException(
            "can't be read as a " + what + ": " + e.getMessage(), e);
      }
    };
  }
}
