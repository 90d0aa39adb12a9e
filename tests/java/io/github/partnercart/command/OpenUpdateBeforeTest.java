package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.message;
import static io.github.partnercart.command.TestRun.quantity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An update whose outcome an earlier run with the same journal did not learn. */
@Timeout(60)
class OpenUpdateBeforeTest extends JournalRuns {
  private void leaveOpen(String command) throws Exception {
    server.answers(200, cart(1));
    server.answers(503, "");
    assertEquals("Unknown", run.error(command).get("Outcome").getAsString());
    server.request();
    server.request();
    nextRun();
  }

  @Test
  void anOpenUpdateThatTheCartShowsIsDone() throws Exception {
    leaveOpen(set(2));
    server.answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    assertEquals(3, server.requests());
    nextRun();
    assertTrue(run.answer(set(2)).isFromJournal());
  }

  @Test
  void anOpenUpdateOfACartThatIsAsBeforeIsSentAgain() throws Exception {
    leaveOpen(set(2));
    server.answers(200, cart(1));
    server.answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    server.request();
    assertEquals("PUT", server.request().getMethod());
  }

  @Test
  void anOpenUpdateOfACartThatIsNeitherIsLeft() throws Exception {
    leaveOpen(set(2));
    server.answers(200, cart(3));

    Answer refused = run.answer(set(2));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertTrue(message(refused).contains("the cart c1 is neither what it was before"));
    assertEquals(3, server.requests());
  }

  @Test
  void anOpenUpdateWhoseRepeatWasRejectedIsReadAndNotSent() throws Exception {
    leaveOpen(set(2));
    server.answers(200, cart(1));
    server.answers(400, REJECTED);
    assertEquals("Unknown", run.error(set(2)).get("Outcome").getAsString());
    nextRun();
    server.answers(200, cart(1));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, run.answer(set(2)));
    assertEquals(5, server.requests());
  }
}
