package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The whole program against the sandbox, over connections that fail: one command, one cart. */
class NothingDoubledTest {
  private static final String REQUEST_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private static String newCart(String friendlyName) {
    return """
        {"Command":"New-PartnerCustomerCart","RequestId":"%s","Parameters":{\
        "CustomerId":"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08","LineItems":{\
        "CatalogItemId":"DG7GMGF0DWTL:0001:DG7GMGF0DSJB","FriendlyName":"%s","Quantity":1}}}
        """
        .formatted(REQUEST_ID, friendlyName);
  }

  @Test
  void anAnswerLostAfterTheCartWasCreatedLeavesOneCartAndItsAnswer() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        LossyRelay relay = new LossyRelay(sandbox.address(), 2)) {
      MainRun run = MainRun.of(newCart("one"), "--endpoint", relay.address());

      assertEquals(0, run.exitCode(), () -> run.answers().toString());
      assertTrue(run.answers().get(0).contains("\"CartId\""), () -> run.answers().toString());
      assertEquals(1, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void aRepeatOfACommandWithUnknownOutcomeByItsRequestIdAnswersTheCartThatIsThere()
      throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        LossyRelay relay = new LossyRelay(sandbox.address(), 2)) {
      MainRun lost =
          MainRun.of(newCart("one"), "--endpoint", relay.address(), "--max-attempts", "2");
      JsonObject error =
          JsonParser.parseString(lost.answers().get(0)).getAsJsonObject().getAsJsonObject("Error");
      assertEquals("Unknown", error.get("Outcome").getAsString());
      assertEquals(REQUEST_ID, error.get("RequestId").getAsString());
      assertTrue(error.get("RecommendedAction").getAsString().contains(REQUEST_ID));
      assertEquals(1, lost.exitCode());

      MainRun repeated = MainRun.of(newCart("one"), "--endpoint", relay.address());

      assertEquals(0, repeated.exitCode());
      assertEquals(1, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void tenThousandCommandsOverAFaultyServiceMakeTenThousandCartsAnsweredInOrder() throws Exception {
    int count = 10_000;
    String input =
        IntStream.range(0, count)
            .mapToObj(
                i -> newCart("item " + i).replace("\"RequestId\":\"" + REQUEST_ID + "\",", ""))
            .collect(Collectors.joining());
    try (Sandbox sandbox =
        Sandbox.start(SandboxOptions.defaults().withFaultRate(0.1).withSeed(7))) {
      // At this fault rate, four attempts all fail for one command in some 10,000.
      MainRun run =
          MainRun.of(
              input,
              "--endpoint",
              sandbox.address().toString(),
              "--concurrency",
              "16",
              "--max-attempts",
              "12");

      assertEquals(0, run.exitCode());
      assertEquals(count, run.answers().size());
      for (int i = 0; i < count; i++) {
        String answer = run.answers().get(i);
        assertTrue(answer.contains("\"FriendlyName\":\"item " + i + "\""), answer);
      }
      assertEquals(count, sandbox.statistics().cartsCreated());
    }
  }
}
