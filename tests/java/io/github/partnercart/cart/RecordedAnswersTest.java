package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.Fixtures;
import io.github.partnercart.json.ByteOrderMark;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Shows the service's recorded answers, and compares with what the original showed for them. */
class RecordedAnswersTest {
  /** Where ours differs on purpose: the member of the first line item, our value, the reason. */
  private static final Map<String, Difference> DIFFERENCES =
      Map.of(
          "03-billing-True",
          new Difference("BillingCycle", "\"true\"", "the original fails although the cart exists"),
          "03-billing-one-time",
          new Difference("BillingCycle", "\"one time\"", "kept; the original fails"),
          "03-billing-triennial",
          new Difference("BillingCycle", "\"Triennial\"", "known here; the original fails"),
          "03-participants-snake-unknown",
          new Difference(
              "Participants",
              "[{\"Key\":\"something_else\",\"Value\":\"5959314\"}]",
              "kept; the original fails"),
          "03-quantity-big",
          new Difference("Quantity", "2147483648", "kept; the original fails"));

  /** Of the service's cart as a whole. */
  private static final Map<String, Difference> CART_DIFFERENCES =
      Map.of(
          "03-ts-garbage",
          new Difference("CreationTimestamp", "\"soon\"", "kept; the original fails"),
          "06-latin1",
          new Difference(
              "LastModifiedUser", "\"é\"", "JSON is UTF-8, whatever the header says (RFC 8259)"));

  /** Without a list of line items it is none; the original shows an empty one. */
  private static final Set<String> NO_CARTS =
      Set.of("03-duplicate", "03-upper", "03-lineitems-null", "03-no-lineitems");

  private record Difference(String member, String ours, String reason) {}

  @TestFactory
  Stream<DynamicTest> recordedAnswersAreShownAsTheOriginalShowsThem() {
    return StreamSupport.stream(
            Fixtures.json("recorded/answers.json").getAsJsonArray("answers").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(
            recorded ->
                DynamicTest.dynamicTest(
                    recorded.get("id").getAsString() + " " + recorded.get("title").getAsString(),
                    () -> compare(recorded)));
  }

  private static void compare(JsonObject recorded) throws Exception {
    String id = recorded.get("id").getAsString();
    if (id.equals("03-single-quotes")) {
      // Read by the original; here an answer that is not JSON has an unknown outcome.
      assertThrows(InvalidJsonException.class, () -> shown(recorded));
      return;
    }
    if (NO_CARTS.contains(id)) {
      assertEquals(Optional.empty(), read(recorded));
      return;
    }
    JsonObject ours = shown(recorded);
    if (DIFFERENCES.containsKey(id)) {
      JsonObject item = ours.getAsJsonArray("LineItems").get(0).getAsJsonObject();
      assertEquals(DIFFERENCES.get(id).ours(), item.get(DIFFERENCES.get(id).member()).toString());
    } else if (CART_DIFFERENCES.containsKey(id)) {
      assertEquals(
          CART_DIFFERENCES.get(id).ours(), ours.get(CART_DIFFERENCES.get(id).member()).toString());
    } else {
      assertEquals(recorded.get("cart"), withoutNewerMembers(ours));
    }
  }

  private static JsonObject shown(JsonObject recorded) throws InvalidJsonException {
    return read(recorded).orElseThrow().toPowerShell();
  }

  private static Optional<Cart> read(JsonObject recorded) throws InvalidJsonException {
    byte[] answer = recorded.get("answer").getAsString().getBytes(StandardCharsets.UTF_8);
    return Cart.of(JsonReading.OF_ANSWERS.read(ByteOrderMark.strip(answer)));
  }

  /** Line items without the members that the original does not have, times with all digits. */
  private static JsonElement withoutNewerMembers(JsonObject cart) {
    if (cart.get("LineItems").isJsonArray()) {
      for (JsonElement item : cart.getAsJsonArray("LineItems")) {
        item.getAsJsonObject().remove("AttestationAccepted");
        item.getAsJsonObject().remove("CustomTermEndDate");
        item.getAsJsonObject().remove("PromotionId");
        item.getAsJsonObject().remove("Pricing");
        if (item.getAsJsonObject().get("Error") instanceof JsonObject error) {
          error.remove("AdditionalInformation");
        }
      }
    }
    cart.remove("PartnerOnRecordAttestationAccepted");
    for (String time :
        new String[] {"CreationTimestamp", "ExpirationTimestamp", "LastModifiedTimestamp"}) {
      if (cart.get(time) instanceof JsonPrimitive value) {
        cart.addProperty(time, withSevenDigits(value.getAsString()));
      }
    }
    return JsonParser.parseString(cart.toString());
  }

  /** The recording shows all seven digits of a tick; JSON shows no trailing zeros. */
  private static String withSevenDigits(String time) {
    String fraction =
        time.contains(".") ? time.substring(time.indexOf('.') + 1, time.length() - 1) : "";
    return time.replaceFirst("(\\.\\d+)?Z$", "." + (fraction + "0000000").substring(0, 7) + "Z");
  }
}
