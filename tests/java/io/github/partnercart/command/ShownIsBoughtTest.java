package io.github.partnercart.command;

import static io.github.partnercart.command.ScriptedService.ORDERED;
import static io.github.partnercart.command.ScriptedService.cart;
import static io.github.partnercart.command.TestCommands.GET;
import static io.github.partnercart.command.TestCommands.SUBMIT;
import static io.github.partnercart.command.TestCommands.item;
import static io.github.partnercart.command.TestCommands.keyed;
import static io.github.partnercart.command.TestCommands.set;
import static io.github.partnercart.command.TestCommands.underRequestId;
import static io.github.partnercart.command.TestRun.assertError;
import static io.github.partnercart.command.TestRun.orderOf;
import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was shown of a cart is what its checkout buys. */
@Timeout(60)
class ShownIsBoughtTest {
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private TestRun run;

  @BeforeEach
  void start() {
    run = server.run(signedIn("token"));
  }

  @Test
  void aCartThatWasJustShownIsSubmittedAtOnce() throws Exception {
    server.answers(200, cart(1));
    server.answers(200, ORDERED);
    run.result(GET);

    assertEquals("o1", orderOf(run.result(SUBMIT)));
    assertEquals(2, server.requests());
  }

  @Test
  void aCartThatWasNeverShownIsSubmittedAsItIs() throws Exception {
    server.answers(200, ORDERED);

    run.result(SUBMIT);

    assertEquals(1, server.requests());
  }

  @Test
  void aCartThatWasShownAMinuteAgoIsReadBeforeItIsSubmitted() throws Exception {
    server.answers(200, cart(1));
    server.answers(200, cart(1));
    server.answers(200, ORDERED);
    run.result(GET);
    run.elapse(Duration.ofMinutes(1));

    run.result(SUBMIT);

    assertEquals(3, server.requests());
  }

  private Answer submitAfterAMinute(int status, String cartThen) throws Exception {
    server.answers(200, cart(1));
    server.answers(status, cartThen);
    server.answers(200, ORDERED);
    run.result(GET);
    run.elapse(Duration.ofMinutes(1));
    return run.answer(SUBMIT);
  }

  @Test
  void aCartThatIsNotWhatWasShownIsNotBought() throws Exception {
    Answer refused = submitAfterAMinute(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertTrue(TestRun.errorOf(refused).get("Message").getAsString().contains("The cart c1 is"));
    assertEquals(2, server.requests());
  }

  @Test
  void aCartThatIsOrderedIsSubmittedWhateverWasShown() throws Exception {
    Answer answer =
        submitAfterAMinute(200, "{\"id\":\"c1\",\"status\":\"Ordered\",\"lineItems\":[]}");

    assertFalse(answer.isFailure());
  }

  @Test
  void aCartThatTheServiceDoesNotShowIsSubmittedForItsReason() throws Exception {
    assertFalse(submitAfterAMinute(404, "{\"code\":\"800002\"}").isFailure());
  }

  @Test
  void aCartThatCannotBeReadNowIsNotBought() throws Exception {
    Answer refused = submitAfterAMinute(503, "");

    assertTrue(refused.isFailure());
    assertEquals(2, server.requests());
  }

  @Test
  void afterAFailedCommandOnItACartIsReadAgain() throws Exception {
    server.answers(200, cart(1));
    server.answers(503, "");
    server.answers(200, cart(2));
    run.result(GET);
    assertTrue(run.answer(GET).isFailure());

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void aNewCartIsSubmittedAtOnceUnlessItMayBeAReplay() throws Exception {
    String newCart = Commands.newCart(item(1));
    for (String replayed : List.of(keyed(newCart), underRequestId(newCart))) {
      run = server.run(signedIn("token"));
      server.answers(201, cart(1));
      server.answers(200, cart(2));
      run.result(replayed);

      assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
    }

    run = server.run(signedIn("token"));
    server.answers(201, cart(1));
    server.answers(200, ORDERED);
    run.result(newCart);
    run.result(SUBMIT);
  }

  @Test
  void aCartThatWasJustChangedIsSubmittedAtOnce() throws Exception {
    server.answers(200, cart(1));
    server.answers(200, cart(2));
    server.answers(200, ORDERED);
    run.result(set(2));

    run.result(SUBMIT);

    assertEquals(3, server.requests());
  }
}
