package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.orderOf;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a checkout makes of the orders that the service answers with, and of a cart that was ordered
 * before.
 */
@Timeout(60)
class CheckoutTest {
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private TestRun run;

  @BeforeEach
  void start() {
    run = server.run(signedIn("token"));
  }

  @Test
  void aCheckoutOfWhichSomeOrdersFailedIsPartial() throws Exception {
    server.answers(
        200,
        "{\"orders\":[{\"id\":\"o1\"}],\"orderErrors\":[{\"orderGroupId\":\"1\",\"code\":1}]}");

    Answer answer = run.answer(SUBMIT);

    assertError("OrdersFailed", "Partial", ExitCode.NEEDS_A_PERSON, answer);
    assertEquals("o1", orderOf(TestRun.resultOf(answer)));
  }

  private Answer submitAnOrderedCart(int status, String cart) throws Exception {
    server.answers(400, "{\"code\":\"800065\",\"description\":\"already submitted\"}");
    server.answers(status, cart);
    return run.answer(SUBMIT);
  }

  @Test
  void aCartThatWasOrderedBeforeIsDoneWithAWarning() throws Exception {
    Answer answer =
        submitAnOrderedCart(200, "{\"id\":\"c1\",\"status\":\"Ordered\",\"lineItems\":[]}");

    assertEquals(ExitCode.DONE, answer.exitCode());
    assertTrue(TestRun.resultOf(answer).get("Orders").isJsonNull());
    assertEquals(
        "The cart was ordered before: its orders are in the customer's order history.",
        answer.warning());
  }

  @Test
  void aCartThatDoesNotSayThatItWasOrderedIsRejected() throws Exception {
    assertError(
        "ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, submitAnOrderedCart(200, cart(1)));
    run = server.run(signedIn("token"));
    assertEquals(
        "Rejected", TestRun.errorOf(submitAnOrderedCart(404, "{}")).get("Outcome").getAsString());
  }

  @Test
  void whatThePartnerHasToDoAboutAnOrderIsAWarning() throws Exception {
    server.answers(
        200,
        "{\"orders\":[{\"id\":\"o1\",\"status\":\"pending_po_upload\"},"
            + "{\"id\":\"o2\",\"status\":\"pending\"},{\"id\":\"o3\",\"status\":\"PendingReview\"}]}");

    Answer answer = run.answer(SUBMIT);

    assertEquals(ExitCode.DONE, answer.exitCode());
    assertEquals(
        "Order o1 waits for the customer's purchase order: upload it in Partner Center. Order o3 is"
            + " under review by Microsoft: look in Partner Center for documents that it may ask for.",
        answer.warning());
  }

  @Test
  void anOrderWithoutASubscriptionYetIsAResult() throws Exception {
    server.answers(
        200,
        "{\"orders\":[{\"id\":\"o1\",\"status\":\"pending\",\"alternateId\":\"a1\",\"totalPrice\":12.5,"
            + "\"lineItems\":[{\"lineItemNumber\":0,\"offerId\":\"A:1:B\",\"quantity\":1}]}]}");

    JsonObject order = run.result(SUBMIT).getAsJsonArray("Orders").get(0).getAsJsonObject();

    assertEquals("a1", order.get("AlternateId").getAsString());
    assertEquals("12.5", order.get("TotalPrice").getAsString());
  }
}
