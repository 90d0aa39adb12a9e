package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.REJECTED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.GET;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.partnercart.Commands;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a failed command of a run means for those after it. */
@Timeout(60)
class FailedBeforeTest {
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private TestRun run;

  @BeforeEach
  void start() {
    run = server.run(signedIn("token"));
  }

  @Test
  void aCheckoutDoesNotFollowAChangeThatFailed() throws Exception {
    server.answers(200, cart(1));
    server.answers(400, REJECTED);
    run.error(set(2));

    Answer refused = run.answer(SUBMIT);

    assertError("EarlierCommandFailed", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(
        "The command of line 1, on which this one builds, has failed.",
        TestRun.errorOf(refused).get("Message").getAsString());
    assertEquals(2, server.requests());
  }

  @Test
  void aChangeDoesNotFollowACheckoutThatFailedButACheckoutDoes() throws Exception {
    server.answers(400, REJECTED);
    run.error(SUBMIT);

    assertError("EarlierCommandFailed", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(set(2)));
    run = server.run(signedIn("token"));
    server.answers(400, REJECTED);
    run.error(SUBMIT);
    server.answers(200, ORDERED);
    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aReadFollowsWhateverFailed() throws Exception {
    server.answers(503, "");
    run.error(SUBMIT);
    server.answers(200, cart(1));

    assertFalse(run.answer(GET).isFailure());
  }

  @Test
  void aReadThatFailedStandsAgainstNothing() throws Exception {
    server.answers(503, "");
    run.error(GET);
    server.answers(200, ORDERED);

    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aCommandWithAnIdFollowsWhatItsSenderCouldSee() throws Exception {
    server.answers(200, cart(1));
    server.answers(400, REJECTED);
    run.error(set(2));
    server.answers(200, ORDERED);

    assertFalse(run.answer(Commands.with("\"Id\":1", SUBMIT)).isFailure());
  }

  private void refuse(@Nullable CmdletType type, @Nullable String cart) {
    run.execution()
        .refuse(
            new BadLine(
                0,
                new BadLine.Read(null, null, type, cart),
                false,
                ErrorRecord.notACommand("wrong")));
  }

  @Test
  void aLineThatCannotBeReadStandsAgainstItsCartOrAll() throws Exception {
    refuse(SetPartnerCustomerCart.TYPE, "C1");
    assertEquals("EarlierCommandFailed", run.error(SUBMIT).get("ErrorId").getAsString());

    run = server.run(signedIn("token"));
    refuse(null, null);
    assertEquals("EarlierCommandFailed", run.error(SUBMIT).get("ErrorId").getAsString());
  }

  @Test
  void aLineAboutNoCartOrAnotherStandsAgainstNothing() throws Exception {
    refuse(NewPartnerCustomerCart.TYPE, null);
    refuse(SetPartnerCustomerCart.TYPE, "c2");
    server.answers(200, ORDERED);

    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aLineWithAKeyIsRefusedAsNotSentWithoutAJournal() {
    Answer refused =
        run.execution()
            .refuse(
                new BadLine(
                    1,
                    new BadLine.Read(null, "PO-1", NewPartnerCustomerCart.TYPE, null),
                    false,
                    ErrorRecord.notACommand("wrong")));

    assertError("InvalidCommandLine", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
  }
}
