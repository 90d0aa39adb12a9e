package io.github.partnercart.cart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.CanonicalJson;
import io.github.partnercart.json.Members;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A customer's cart as the service has it.
 *
 * @param rest the cart as the service's REST API answered it. The JSON itself is the model, so that
 *     a member which nobody here knows survives when the cart is sent back.
 */
public record Cart(JsonObject rest) {
  private static final String LINE_ITEMS = "lineItems";
  private static final Pattern CUSTOMER =
      Pattern.compile(
          "/customers/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})",
          Pattern.CASE_INSENSITIVE);

  private static final String ATTESTATION = "partnerOnRecordAttestationAccepted";

  /** The body that creates a cart. */
  public static JsonObject creationOf(List<CartLineItem> lineItems) {
    JsonObject body = new JsonObject();
    body.add(LINE_ITEMS, arrayOf(lineItems));
    return body;
  }

  /**
   * Reads a cart from the service's answer; empty where the answer is no cart, having no id or no
   * list of line items.
   */
  public static Optional<Cart> of(JsonElement answer) {
    return Optional.of(answer)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(rest -> Members.find(rest, "id").filter(Cart::isId).isPresent())
        .filter(rest -> Members.find(rest, LINE_ITEMS).filter(Cart::isList).isPresent())
        .map(Cart::new);
  }

  private static boolean isList(JsonElement items) {
    return items instanceof JsonArray array
        && array.asList().stream().allMatch(JsonObject.class::isInstance);
  }

  private static boolean isId(JsonElement id) {
    return id instanceof JsonPrimitive value
        && !value.isBoolean()
        && !value.getAsString().isBlank();
  }

  /**
   * The same cart with other line items; an item that was there keeps what only the service set.
   */
  public Cart withLineItems(List<CartLineItem> items) {
    return withRestLineItems(CartLineItem.merge(find(LINE_ITEMS), arrayOf(items)));
  }

  /**
   * The same cart with one more line item at its end; the present ones stay as they are. An id that
   * one of them has is left out, as the service numbers a new item.
   */
  public Cart withAddedLineItem(CartLineItem item) {
    JsonArray items =
        find(LINE_ITEMS).orElse(JsonNull.INSTANCE) instanceof JsonArray present
            ? present.deepCopy()
            : new JsonArray();
    items.add(item.withIdOtherThan(items).rest());
    return withRestLineItems(items);
  }

  /** The same cart with the partner's statement, if one was given. */
  public Cart withAttestation(Optional<Boolean> accepted) {
    if (accepted.isEmpty()) {
      return this;
    }
    JsonObject changed = rest.deepCopy();
    Members.set(changed, ATTESTATION, new JsonPrimitive(accepted.get()));
    return new Cart(changed);
  }

  private Cart withRestLineItems(JsonArray items) {
    JsonObject changed = rest.deepCopy();
    Members.set(changed, LINE_ITEMS, items);
    return new Cart(changed);
  }

  private static JsonArray arrayOf(List<CartLineItem> items) {
    JsonArray array = new JsonArray(items.size());
    items.forEach(item -> array.add(item.rest()));
    return array;
  }

  /**
   * What would be bought, as a digest: two states of a cart are the same if their line items are,
   * in every member that is sent. Ids, prices and errors, which the service sets, do not count.
   */
  public String state() {
    JsonArray items = new JsonArray();
    lineItems().forEach(item -> items.add(item.bought()));
    return CanonicalJson.digest(items);
  }

  /**
   * Tells whether the cart is as a body asked for, in all that stands in the body.
   *
   * @param body what was to be written
   */
  public boolean isAsWrittenIn(JsonObject body) {
    List<CartLineItem> written = new Cart(body).lineItems();
    List<CartLineItem> present = lineItems();
    if (written.size() != present.size()) {
      return false;
    }
    for (int i = 0; i < written.size(); i++) {
      if (!present.get(i).isAsWrittenIn(written.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where the cart is unlike a body that ordered it.
   *
   * @param body what was sent
   */
  public List<Difference> differencesFrom(JsonObject body) {
    return Difference.between(body, rest);
  }

  /**
   * Whether it is the cart that was asked for, as far as it says: its id, and the customer in its
   * links.
   *
   * @param cartId null for a cart that was just made
   */
  public boolean isOf(String customerId, @Nullable String cartId) {
    return (cartId == null || id().equalsIgnoreCase(cartId))
        && find("links")
            .flatMap(links -> Members.findIn(links, "self"))
            .flatMap(self -> Members.findIn(self, "uri"))
            .map(uri -> CUSTOMER.matcher(uri.toString()))
            .filter(Matcher::find)
            .filter(customer -> !customer.group(1).equalsIgnoreCase(customerId))
            .isEmpty();
  }

  /** Its id as a command names it. */
  public String id() {
    return find("id").map(JsonElement::getAsString).orElse("");
  }

  /** Whether its orders were placed. */
  public boolean isOrdered() {
    return Members.findText(rest, "status").filter("Ordered"::equalsIgnoreCase).isPresent();
  }

  /** Its values that are not known here, as they stand in it. */
  public Set<String> unknownValues() {
    return UnknownValue.in(LINE_ITEMS, lineItems()).stream()
        .map(UnknownValue::value)
        .collect(Collectors.toSet());
  }

  private List<CartLineItem> lineItems() {
    return CartLineItem.itemsOf(find(LINE_ITEMS)).toList();
  }

  /** The cart as the cmdlets show it: a {@code PSCart}. */
  public JsonObject toPowerShell() {
    JsonObject shown = new JsonObject();
    shown.add("CreationTimestamp", PSValues.timestamp(find("creationTimestamp")));
    shown.add("ExpirationTimestamp", PSValues.timestamp(find("expirationTimestamp")));
    shown.add("CartId", PSValues.asItIs(find("id")));
    shown.add("LastModifiedTimestamp", PSValues.timestamp(find("lastModifiedTimestamp")));
    shown.add("LastModifiedUser", PSValues.text(find("lastModifiedUser")));
    shown.add("LineItems", PSValues.lineItems(find(LINE_ITEMS)));
    shown.add("Status", PSValues.text(find("status")));
    shown.add("PartnerOnRecordAttestationAccepted", PSValues.asItIs(find(ATTESTATION)));
    return shown;
  }

  private Optional<JsonElement> find(String name) {
    return Members.find(rest, name);
  }
}
