package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.newCart;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.message;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.signin.NoSignIn;
import java.util.List;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command whose outcome an earlier run with the same journal did not learn. */
@Timeout(60)
class OpenBeforeTest extends JournalRuns {
  @Test
  void anOpenPurchaseIsSentAgainAsItWas() throws Exception {
    server.answers(503, "");
    server.answers(201, cart(1));
    assertError("ServiceError", "Unknown", ExitCode.RUN_AGAIN, run.answer(newCart(1)));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertFalse(again.isFailure());
    assertFalse(again.isFromJournal());
    RecordedRequest first = server.request();
    RecordedRequest second = server.request();
    assertEquals(ScriptedService.id(first), ScriptedService.id(second));
    assertEquals(first.getBody(), second.getBody());
  }

  @Test
  void aReplayedPurchaseIsReadBeforeItIsCheckedOut() throws Exception {
    server.answers(503, "");
    server.answers(201, cart(1));
    String command = Commands.newCart(item(1));
    run.answer(command);
    nextRun();
    run.answer(command);
    server.answers(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void anOpenPurchaseWhoseRepeatIsRejectedStaysUnknownAndIsSentNoMore() throws Exception {
    server.answers(503, "");
    server.answers(400, REJECTED);
    run.answer(newCart(1));
    nextRun();
    assertEquals("Unknown", run.error(newCart(1)).get("Outcome").getAsString());
    nextRun();

    Answer refused = run.answer(newCart(1));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(2, server.requests());
  }

  @Test
  void anOpenCheckoutIsSubmittedAgain() throws Exception {
    server.answers(503, "");
    server.answers(200, ORDERED);
    run.answer(SUBMIT);
    nextRun();

    assertFalse(run.answer(SUBMIT).isFailure());
    assertEquals(server.requestId(), server.requestId());
  }

  @Test
  void anOpenCommandOfAnotherAccountIsNotSent() throws Exception {
    server.answers(503, "");
    run.answer(newCart(1));
    nextRun(signedIn("other"));

    Answer refused = run.answer(newCart(1));

    assertError("OtherAccount", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(1, server.requests());
  }

  @Test
  void anOpenCommandAtAnotherServiceIsNotSentAndBothAreNamed() throws Exception {
    server.answers(503, "");
    run.answer(newCart(1));
    journal.close();
    begin("http://127.0.0.1:1", signedIn("token"), false);

    Answer refused = run.answer(newCart(1));

    assertError("OtherAccount", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    String account = "opaque token [0-9a-f]{32}";
    assertTrue(
        message(refused)
            .matches(
                "An earlier run sent it as %s to http://\\S+:%d; you are signed in as %s at http://127.0.0.1:1."
                    .formatted(account, server.port(), account)),
        message(refused));
  }

  @Test
  void withoutASignInOnlyWhatIsDoneIsAnswered() throws Exception {
    server.answers(200, ORDERED);
    server.answers(503, "");
    run.answer(SUBMIT);
    run.answer(newCart(1));
    nextRun(new NoSignIn("not signed in"));

    assertFalse(run.answer(SUBMIT).isFailure());
    assertError("NotSignedIn", "Unknown", ExitCode.SIGN_IN, run.answer(newCart(1)));
  }

  @Test
  void anOpenCommandThatNamesAnUnknownSessionMayBeDone() throws Exception {
    server.answers(503, "");
    run.answer(newCart(1));
    nextRun();

    assertError(
        "SessionNotFound",
        "Unknown",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with("\"Session\":\"none\"", newCart(1))));
  }

  @Test
  void anOpenCommandThatIsStoppedMayBeDone() throws Exception {
    server.answers(503, "");
    run.answer(newCart(1));
    nextRun();
    InFlight stopped = run.read(newCart(1));
    stopped.stop().stop();

    assertError("OperationStopped", "Unknown", ExitCode.RUN_AGAIN, run.execute(stopped));
    assertEquals(1, server.requests());
  }

  @Test
  void aWrongLineWhoseKeyIsOpenMayBeDone() throws Exception {
    server.answers(503, "");
    run.answer(newCart(1));
    nextRun();

    assertError("InvalidCommandLine", "Unknown", ExitCode.NEEDS_A_PERSON, refuse("PO-1"));
    assertError("InvalidCommandLine", "NotSent", ExitCode.NEEDS_A_PERSON, refuse("PO-2"));
  }

  private Answer refuse(String key) {
    return run.execution()
        .refuse(
            new BadLine(
                1,
                new BadLine.Read(null, key, NewPartnerCustomerCart.TYPE, null),
                false,
                ErrorRecord.notACommand("wrong")));
  }

  @Test
  void whatIsOpenAndNotInTheInputIsNamed() throws Exception {
    server.answers(503, "");
    server.answers(201, cart(1));
    run.answer(newCart(1));
    run.answer(Commands.newCart(item(2)));
    nextRun();
    Journals journals = Journals.of(journal);

    List<String> open = journals.openElsewhere();

    assertEquals(1, open.size());
    assertTrue(open.get(0).contains("PO-1"), open::toString);
    assertEquals(List.of(), Journals.none().openElsewhere());
  }
}
