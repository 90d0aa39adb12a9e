package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.json.JsonTrees;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** What holds for every cart between its two JSON shapes. */
class CartProperties {
  @Property(seed = "7")
  void aCartThatIsShownAndFedBackUnchangedIsSentAsTheServiceHasIt(@ForAll("carts") JsonObject rest)
      throws Exception {
    Cart cart = Cart.of(rest).orElseThrow();
    JsonElement shown = cart.toPowerShell().get("LineItems");

    Cart fedBack =
        cart.withLineItems(CartLineItem.list("LineItems", shown, CartLineItem.Emptiness.ALLOWED));

    assertEquals(rest, fedBack.rest());
  }

  /** Any value that the service answers goes back as it came, or is refused and not sent. */
  @Property(seed = "7", tries = 3000)
  void noMemberOfTheServiceComesBackAsSomethingElse(
      @ForAll("members") LineItemMember member, @ForAll("json") JsonElement value)
      throws Exception {
    JsonObject item = new JsonObject();
    item.addProperty("id", 0);
    item.addProperty("catalogItemId", "a");
    item.addProperty("quantity", 1);
    item.add(member.restName(), value);
    JsonArray items = new JsonArray();
    items.add(item);
    JsonObject rest = new JsonObject();
    rest.addProperty("id", "c1");
    rest.add("lineItems", items);
    Cart cart = Cart.of(rest).orElseThrow();

    Optional<JsonObject> fedBack = fedBack(cart);

    Statistics.label("fed back").collect(fedBack.isPresent());
    fedBack.ifPresent(sent -> assertEquals(rest, sent));
    if (member == LineItemMember.ProvisioningContext && value.isJsonObject()) {
      assertTrue(fedBack.isPresent());
    }
  }

  private static Optional<JsonObject> fedBack(Cart cart) {
    try {
      JsonElement shown = cart.toPowerShell().get("LineItems");
      return Optional.of(
          cart.withLineItems(CartLineItem.list("LineItems", shown, CartLineItem.Emptiness.ALLOWED))
              .rest());
    } catch (InvalidValueException e) {
      return Optional.empty();
    }
  }

  /** The service sets the others alone: they are not sent. */
  @Provide
  Arbitrary<LineItemMember> members() {
    return Arbitraries.of(LineItemMember.values()).filter(member -> !member.isReadOnly());
  }

  @Provide
  Arbitrary<JsonElement> json() {
    Arbitrary<JsonElement> single =
        Arbitraries.oneOf(
            texts().map(JsonPrimitive::new),
            Arbitraries.of("P1Y", "monthly", "transaction_reseller", "2027-06-30T00:00:00Z", "1")
                .map(JsonPrimitive::new),
            Arbitraries.integers().map(JsonPrimitive::new),
            Arbitraries.doubles().map(JsonPrimitive::new),
            Arbitraries.of(true, false).map(JsonPrimitive::new),
            Arbitraries.just(JsonNull.INSTANCE));
    Arbitrary<JsonElement> twice = objectsOf(objectsOf(single));
    return Arbitraries.oneOf(
        single, objectsOf(single), twice, JsonTrees.arraysOf(single), JsonTrees.arraysOf(twice));
  }

  private static Arbitrary<JsonElement> objectsOf(Arbitrary<JsonElement> values) {
    Arbitrary<String> names =
        Arbitraries.oneOf(texts(), Arbitraries.of("key", "Value", "termDuration", "catalogItemId"));
    return JsonTrees.objectsOf(names, values);
  }

  @Property(seed = "7")
  void whatAUserWritesIsSentAndShownAsItWasWritten(@ForAll("lineItems") List<JsonObject> written)
      throws Exception {
    JsonArray array = new JsonArray();
    written.forEach(array::add);
    JsonObject rest =
        Cart.creationOf(CartLineItem.list("LineItems", array, CartLineItem.Emptiness.ALLOWED));
    rest.addProperty("id", "c1");

    JsonArray shown = Cart.of(rest).orElseThrow().toPowerShell().getAsJsonArray("LineItems");

    assertEquals(written.size(), shown.size());
    for (int i = 0; i < written.size(); i++) {
      for (Map.Entry<String, JsonElement> member : written.get(i).entrySet()) {
        assertEquals(member.getValue(), shown.get(i).getAsJsonObject().get(member.getKey()));
      }
    }
  }

  @Provide
  Arbitrary<JsonObject> carts() {
    return Combinators.combine(texts(), lineItems(), texts())
        .as(
            (id, items, unknown) -> {
              JsonObject rest = new JsonObject();
              rest.addProperty("id", "c" + id);
              rest.addProperty("unknownToUs", unknown);
              rest.addProperty("creationTimestamp", "2026-11-23T05:31:48.8180631Z");
              JsonArray array = new JsonArray();
              for (JsonObject item : items) {
                JsonObject restItem = new JsonObject();
                restItem.addProperty("id", array.size());
                item.entrySet()
                    .forEach(
                        m ->
                            restItem.add(
                                m.getKey().substring(0, 1).toLowerCase(Locale.ROOT)
                                    + m.getKey().substring(1),
                                m.getValue()));
                restItem.addProperty("itemThatNobodyKnows", unknown);
                array.add(restItem);
              }
              rest.add("lineItems", array);
              return rest;
            });
  }

  @Provide
  Arbitrary<List<JsonObject>> lineItems() {
    return lineItem().list().ofMaxSize(4);
  }

  private static Arbitrary<JsonObject> lineItem() {
    return Combinators.combine(
            texts(),
            Arbitraries.integers().between(1, Integer.MAX_VALUE),
            Arbitraries.of("Monthly", "Annual", "OneTime", "Triennial", "None", "Unknown"),
            Arbitraries.of("P1M", "P1Y", "P3Y"),
            Arbitraries.maps(texts().map(t -> "k" + t), texts()).ofMaxSize(3),
            Arbitraries.of(true, false),
            texts())
        .as(
            (name, quantity, cycle, term, context, attested, group) -> {
              JsonObject item = new JsonObject();
              item.addProperty("CatalogItemId", "DG7GMGF0DWTL:0001:" + name);
              item.addProperty("Quantity", quantity);
              item.addProperty("FriendlyName", name);
              item.addProperty("BillingCycle", cycle);
              item.addProperty("TermDuration", term);
              item.addProperty("OrderGroup", group);
              item.addProperty("AttestationAccepted", attested);
              JsonObject provisioning = new JsonObject();
              context.forEach((k, v) -> provisioning.add(k, new JsonPrimitive(v)));
              item.add("ProvisioningContext", provisioning);
              return item;
            });
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(6).filter(t -> t.chars().noneMatch(c -> c >= 0xD800));
  }
}
