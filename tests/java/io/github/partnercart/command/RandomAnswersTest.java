package io.github.partnercart.command;

import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.Commands;
import io.github.partnercart.json.Members;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that answers valid JSON of any shape: nothing is made of what is no cart. */
class RandomAnswersTest {
  private static final int COMMANDS = 800;
  private static final String PLACE = "\"CartId\":\"c1\"";
  private static final List<String> COMMAND_LINES =
      List.of(
          Commands.newCart(item(1)),
          Commands.command("Get-PartnerCustomerCart", PLACE),
          Commands.command("Set-PartnerCustomerCart", PLACE + ",\"LineItems\":" + item(2)),
          Commands.command("Add-PartnerCustomerCartLineItem", PLACE + ",\"LineItem\":" + item(3)),
          Commands.command("Submit-PartnerCustomerCart", PLACE));
  private static final List<String> NAMES =
      List.of(
          "id",
          "Id",
          "lineItems",
          "LINEITEMS",
          "code",
          "description",
          "orders",
          "quantity",
          "orderErrors",
          "status",
          "links",
          "self",
          "uri",
          "catalogItemId",
          "x",
          "");

  /** What was exchanged for one command. */
  private record Exchange(String method, String body, String answer) {}

  private final Random random = new Random(4);
  private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            String answer = answer().toString();
            String body = request.getBody() == null ? "" : request.getBody().utf8();
            exchanges.add(new Exchange(request.getMethod(), body, answer));
            return new MockResponse.Builder().code(200 + random.nextInt(3)).body(answer).build();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void noCartIsMadeUpAndNothingIsPutThatWasNotRead() throws Exception {
    int carts = 0;
    int changes = 0;
    for (int i = 0; i < COMMANDS; i++) {
      String command = COMMAND_LINES.get(i % COMMAND_LINES.size());
      exchanges.clear();
      // A new one each time: a change that failed would stop those after it.
      TestRun run =
          new TestRun(server.url("/").toString(), signedIn("token"), Journals.none(), false);

      Answer answer = run.answer(command);

      List<Exchange> done = List.copyOf(exchanges);
      if (done.size() == 2 && done.get(1).method().equals("PUT")) {
        assertIsMadeOfWhatWasRead(done.get(0), done.get(1), command);
        changes++;
      }
      @Nullable String result = answer.body().result();
      if (result != null && !command.contains("Submit-")) {
        Exchange last = done.get(done.size() - 1);
        assertIsTheCart(JsonParser.parseString(result).getAsJsonObject(), last, command);
        carts++;
      }
    }
    // The other answers must not hide that none of these was met.
    assertTrue(carts > 60, carts + " carts");
    assertTrue(changes > 60, changes + " changes");
  }

  private static void assertIsTheCart(JsonObject shown, Exchange last, String command) {
    JsonObject answered = JsonParser.parseString(last.answer()).getAsJsonObject();
    assertEquals(Members.find(answered, "id"), Optional.of(shown.get("CartId")), last::answer);
    assertEquals(
        Members.find(answered, "lineItems").orElseThrow().getAsJsonArray().size(),
        shown.getAsJsonArray("LineItems").size(),
        last::answer);
    if (!command.contains("New-")) {
      assertTrue("c1".equalsIgnoreCase(shown.get("CartId").getAsString()), last::answer);
    }
  }

  private static void assertIsMadeOfWhatWasRead(Exchange get, Exchange put, String command) {
    JsonObject read = JsonParser.parseString(get.answer()).getAsJsonObject();
    JsonObject sent = JsonParser.parseString(put.body()).getAsJsonObject();
    JsonArray before = Members.find(read, "lineItems").orElseThrow().getAsJsonArray();
    JsonArray after = Members.find(sent, "lineItems").orElseThrow().getAsJsonArray();
    if (command.contains("Add-")) {
      assertEquals(before.size() + 1, after.size());
      for (int i = 0; i < before.size(); i++) {
        assertEquals(before.get(i), after.get(i), get::answer);
      }
    } else {
      assertEquals(1, after.size());
    }
    Members.remove(read, "lineItems");
    Members.remove(sent, "lineItems");
    assertEquals(read, sent);
  }

  private JsonElement answer() {
    JsonObject cart = JsonParser.parseString(ScriptedService.cart(1)).getAsJsonObject();
    switch (random.nextInt(6)) {
      case 0 -> {
        return json(3);
      }
      case 1 -> cart.add(oneOf(NAMES), json(3));
      case 2 -> cart.remove(oneOf(NAMES));
      case 3 -> cart.getAsJsonArray("lineItems").add(json(2));
      case 4 ->
          cart.getAsJsonArray("lineItems").get(0).getAsJsonObject().add(oneOf(NAMES), json(2));
      default -> cart.add("links", json(3));
    }
    return cart;
  }

  private JsonElement json(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> new JsonPrimitive(random.nextInt(5) - 1);
      case 3 -> new JsonPrimitive(random.nextGaussian() * 1e9);
      case 4 ->
          new JsonPrimitive(oneOf(List.of("c1", "C1", "c2", "", "A:1:B", "800060", "é\u0000")));
      case 5 -> {
        JsonObject object = new JsonObject();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.add(oneOf(NAMES), json(depth - 1));
        }
        yield object;
      }
      default -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(json(depth - 1));
        }
        yield array;
      }
    };
  }

  private String oneOf(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
