package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.GET;
import static io.github.partnercart.command.TestCommands.REQUEST_ID;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.keyed;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestCommands.underRequestId;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Under which RequestId a command is sent. */
@Timeout(60)
class RequestIdTest {
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private TestRun run;

  @BeforeEach
  void start() {
    run = server.run(signedIn("token"));
  }

  @Test
  void aKeyedPurchaseHasTheSameRequestIdInEachRun() throws Exception {
    server.answers(201, cart(1));
    server.answers(201, cart(1));
    server.answers(201, cart(1));
    String newCart = Commands.newCart(item(1));
    run.result(keyed(newCart));
    server.run(signedIn("another")).result(keyed(newCart));
    run.result(Commands.with("\"IdempotencyKey\":\"PO-2\"", newCart));

    String first = server.requestId();
    assertEquals(first, server.requestId());
    assertNotEquals(first, server.requestId());
  }

  @Test
  void requestsWithoutAKeyHaveTheirOwnRequestIds() throws Exception {
    server.answers(201, cart(1));
    server.answers(201, cart(1));
    run.result(Commands.newCart(item(1)));
    run.result(Commands.newCart(item(1)));

    assertNotEquals(server.requestId(), server.requestId());
  }

  @Test
  void aGivenRequestIdIsSent() throws Exception {
    server.answers(200, cart(1));
    server.answers(201, cart(1));
    run.result(underRequestId(GET));
    run.result(underRequestId(Commands.newCart(item(1))));

    assertEquals(REQUEST_ID, server.requestId());
    assertEquals(REQUEST_ID, server.requestId());
  }

  @Test
  void aRejectionUnderAGivenRequestIdIsUnknownUnlessTheIdIsNew() throws Exception {
    String newCart = underRequestId(Commands.newCart(item(1)));
    server.answers(400, REJECTED);
    server.answers(400, REJECTED);

    assertEquals("Unknown", run.error(newCart).get("Outcome").getAsString());
    assertEquals(
        "Rejected",
        run.error(Commands.with("\"RequestIdIsNew\":true", newCart)).get("Outcome").getAsString());
  }

  @Test
  void aCommandUnderAGivenRequestIdThatIsRefusedMayBeDoneUnderThatId() throws Exception {
    server.answers(400, REJECTED);

    JsonObject error = run.error(underRequestId(set(2)));

    assertEquals("Unknown", error.get("Outcome").getAsString());
    assertEquals(REQUEST_ID, error.get("RequestId").getAsString());
  }

  @Test
  void anUpdateWithAKeyNeedsAJournal() throws Exception {
    assertError("JournalRequired", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(keyed(set(2))));
    assertEquals(0, server.requests());
    server.answers(200, ORDERED);
    assertFalse(run.answer(keyed(SUBMIT.replace("c1", "c2"))).isFailure());
  }
}
