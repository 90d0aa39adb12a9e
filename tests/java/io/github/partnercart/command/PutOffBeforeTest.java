package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.newCart;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.message;
import static io.github.partnercart.command.TestRun.quantity;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.partnercart.Commands;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A command that the service, or the way to it, refused for now in an earlier run with the same
 * journal.
 */
@Timeout(60)
class PutOffBeforeTest extends JournalRuns {
  private void putOff(String command) throws Exception {
    server.answers(200, cart(1));
    server.answers(403, "{\"code\":\"800073\"}");
    assertEquals("Rejected", run.error(command).get("Outcome").getAsString());
    nextRun();
  }

  @Test
  void anUpdateThatWasPutOffIsMadeOfTheCartThatItWasMadeOf() throws Exception {
    putOff(set(2));
    server.answers(200, cart(1));
    server.answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    server.request();
    RecordedRequest first = server.request();
    server.request();
    assertNotEquals(ScriptedService.id(first), server.requestId());
  }

  @Test
  void anUpdateThatWasPutOffDoesNotUndoAnotherChange() throws Exception {
    putOff(set(2));
    server.answers(200, cart(3));

    Answer refused = run.answer(set(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals("The cart c1 was changed since this command was sent before.", message(refused));
  }

  @Test
  void anUpdateThatWasPutOffIsMadeOfWhatWasShownInThisRun() throws Exception {
    putOff(set(2));
    server.answers(200, cart(3));
    server.answers(200, cart(3));
    server.answers(200, cart(2));
    run.answer(Commands.getCart("c1"));

    assertEquals(2, quantity(run.result(set(2))));
  }

  @Test
  void aLineItemThatWasPutOffIsAddedToTheCartAsItIs() throws Exception {
    String add = Commands.addLineItem("c1", item(2));
    putOff(add);
    server.answers(200, cart(3));
    server.answers(200, cart(3));

    assertEquals(3, quantity(run.result(add)));
  }

  @Test
  void aPurchaseThatWasPutOffIsSentUnderAnotherRequestId() throws Exception {
    server.answers(403, "{\"code\":\"800073\"}");
    server.answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();

    assertFalse(run.answer(newCart(1)).isFailure());
    assertNotEquals(server.requestId(), server.requestId());
  }

  @Test
  void whatNeverLeftThisMachineIsSentUnderItsRequestIdAndBody() throws Exception {
    server.answers(200, cart(1));
    run.result(Commands.getCart("c1"));
    journal.close();
    begin("http://127.0.0.1:1", signedIn("token"), false);
    String command = Commands.newCart(item(1));
    assertError("NoAnswer", "NotSent", ExitCode.RUN_AGAIN, run.answer(command));
    String stored =
        journal
            .lastSent(journal.state(TestCommands.of(command).identity(1)))
            .requestId()
            .toString();
    nextRun();
    server.answers(201, cart(1));

    assertFalse(run.answer(command).isFailure());
    server.request();
    assertEquals(stored, server.requestId());
  }
}
