package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.PARTLY;
import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.newCart;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.signin.NoSignIn;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command that an earlier run with the same journal has done, or done in part. */
@Timeout(60)
class DoneBeforeTest extends JournalRuns {
  @Test
  void whatIsDoneIsAnsweredAgainByteForByte() throws Exception {
    server.answers(201, cart(1));
    Answer before = run.answer(newCart(1));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertEquals(before.body(), again.body());
    assertTrue(again.isFromJournal());
    assertFalse(before.isFromJournal());
    assertEquals(ExitCode.DONE, again.exitCode());
    assertNull(again.warning());
    assertEquals(1, server.requests());
  }

  @Test
  void whatIsDoneAndWasOvertakenHasAWarning() throws Exception {
    server.answers(201, cart(1));
    server.answers(200, cart(1));
    server.answers(200, cart(2));
    run.answer(newCart(1));
    run.result(set(2));
    nextRun();

    assertEquals(
        "This result is from an earlier run; a later command has changed the cart since.",
        run.answer(newCart(1)).warning());
  }

  @Test
  void aCheckoutThatIsDoneIsAnsweredAgainAndShowsNoCart() throws Exception {
    server.answers(200, ORDERED);
    Answer before = run.answer(SUBMIT);
    nextRun();

    Answer again = run.answer(SUBMIT);

    assertEquals(before.body(), again.body());
    assertEquals(Optional.empty(), again.shownIfAny());
    assertEquals(1, server.requests());
  }

  @Test
  void aCartFromTheJournalIsReadBeforeItIsCheckedOut() throws Exception {
    server.answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();
    run.answer(newCart(1));
    server.answers(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void aNewCartOfAnEarlierRunTakesItsTurnWithTheCommandsOnIt() throws Exception {
    server.answers(201, cart(1).replace("c1", "C1"));
    assertEquals(Optional.empty(), run.execution().cartKey(run.read(newCart(1))));
    run.answer(newCart(1));
    nextRun();

    assertEquals(Optional.of("c1"), run.execution().cartKey(run.read(newCart(1))));
    assertEquals(
        Optional.empty(),
        run.execution().cartKey(run.read("{\"Command\":\"Get-PartnerContext\"}")));
  }

  @Test
  void aKeyThatIsDoneIsNotUsedForOtherContent() throws Exception {
    server.answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();

    Answer refused = run.answer(newCart(2));

    assertError("IdempotencyKeyReused", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(
        "The IdempotencyKey \"PO-1\" was used for New-PartnerCustomerCart with another lineitems.",
        message(refused));
    assertEquals(1, server.requests());
  }

  @Test
  void equalCommandsWithoutKeyAreKnownByTheirPlace() throws Exception {
    String command = Commands.newCart(item(1));
    server.answers(201, cart(1));
    server.answers(201, cart(1).replace("c1", "c2"));
    run.answer(command);
    run.answer(command);
    nextRun();

    assertEquals("c1", run.result(command).get("CartId").getAsString());
    assertEquals("c2", run.result(command).get("CartId").getAsString());
    assertEquals(2, server.requests());
    server.answers(201, cart(1).replace("c1", "c3"));
    assertEquals("c3", run.result(command).get("CartId").getAsString());
  }

  @Test
  void whatIsDoneAndCannotBeReadAnyMoreMayBeDone() throws Exception {
    server.answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();
    Files.write(directory.resolve("journal"), new byte[0]);

    Answer answer = run.answer(newCart(1));

    assertError("JournalError", "Unknown", ExitCode.RUN_AGAIN, answer);
    assertTrue(message(answer).startsWith("The journal can't be read: "), message(answer));
    assertEquals(1, server.requests());
  }

  @Test
  void aCheckoutOfWhichSomeFailedIsAnsweredSoAgain() throws Exception {
    server.answers(200, PARTLY);
    Answer before = run.answer(SUBMIT);
    nextRun();

    Answer again = run.answer(SUBMIT);

    assertError("OrdersFailed", "Partial", ExitCode.NEEDS_A_PERSON, again);
    assertEquals(before.body(), again.body());
    assertTrue(again.isFromJournal());
    assertEquals(1, server.requests());
  }

  @Test
  void withoutASignInNoPartIsAnswered() throws Exception {
    server.answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRun(new NoSignIn("not signed in"));

    assertError("NotSignedIn", "Unknown", ExitCode.SIGN_IN, run.answer(SUBMIT));
  }

  @Test
  void aRejectedRepeatLeavesAPartAsItWasWithTheNewError() throws Exception {
    server.answers(200, PARTLY);
    Answer before = run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    server.answers(400, REJECTED);

    Answer again = run.answer(SUBMIT);

    assertError("ServiceError", "Partial", ExitCode.NEEDS_A_PERSON, again);
    assertEquals(before.body().result(), again.body().result());
    assertNotEquals(server.requestId(), server.requestId());
  }

  @Test
  void aRepeatWhoseAnswerIsLostMayHaveOrderedTheRest() throws Exception {
    server.answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    server.answers(503, "");

    Answer again = run.answer(SUBMIT);

    assertError("ServiceError", "Unknown", ExitCode.RUN_AGAIN, again);
    assertNull(again.body().result());
  }

  @Test
  void aRepeatMayOrderTheRest() throws Exception {
    server.answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    server.answers(200, ORDERED);

    assertEquals(ExitCode.DONE, run.answer(SUBMIT).exitCode());
  }

  @Test
  void whatThePartnerHasToDoIsSaidAgain() throws Exception {
    server.answers(200, "{\"orders\":[{\"id\":\"o1\",\"status\":\"pending_review\"}]}");
    Answer before = run.answer(SUBMIT);
    nextRun();

    Answer again = run.answer(SUBMIT);

    assertTrue(again.isFromJournal());
    assertTrue(String.valueOf(again.warning()).startsWith("Order o1 is under review"));
    assertEquals(before.warning(), again.warning());
  }
}
