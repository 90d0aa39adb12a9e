package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.newCart;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestRun.assertError;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command that was rejected for good in an earlier run with the same journal. */
@Timeout(60)
class RejectedBeforeTest extends JournalRuns {
  private void reject(String command) throws Exception {
    server.answers(400, REJECTED);
    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(command));
  }

  @Test
  void whatWasRejectedForGoodIsAnsweredSoAgain() throws Exception {
    server.answers(400, REJECTED);
    Answer before = run.answer(newCart(1));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertEquals(before.body(), again.body());
    assertEquals(ExitCode.NEEDS_A_PERSON, again.exitCode());
    assertTrue(again.isFromJournal());
    assertEquals(1, server.requests());
  }

  @Test
  void whatWasRejectedIsSentAnewWhereThatIsAskedFor() throws Exception {
    reject(newCart(1));
    nextRunThatRetriesRejected();
    server.answers(201, cart(1));

    assertFalse(run.answer(newCart(1)).isFailure());
    assertNotEquals(server.requestId(), server.requestId());
  }

  @Test
  void whatWasRejectedIsSentWithOtherContentUnderItsKey() throws Exception {
    reject(newCart(1));
    nextRun();
    server.answers(201, cart(2));

    assertFalse(run.answer(newCart(2)).isFailure());
  }

  @Test
  void aRejectedCheckoutIsSubmittedAgainOnceItsCartWasChanged() throws Exception {
    reject(SUBMIT);
    nextRun();
    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
    nextRun();
    server.answers(200, cart(1));
    server.answers(200, cart(2));
    run.result(set(2));
    server.answers(200, ORDERED);

    assertFalse(run.answer(SUBMIT).isFailure());
    assertEquals(4, server.requests());
  }

  @Test
  void aRejectedPurchaseStaysRejectedWhateverIsDone() throws Exception {
    String add = Commands.addLineItem("c1", item(1));
    server.answers(200, cart(1));
    reject(add);
    nextRun();
    server.answers(200, cart(1));
    server.answers(200, cart(2));
    run.result(set(2));

    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(add));
    assertEquals(4, server.requests());
  }
}
