package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.journal.Answered.Means;
import io.github.partnercart.journal.CommandState.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests and answers make of a command. */
class CommandStateTest {
  private static final Sent.By BY = new Sent.By("account", "service");
  private static final Map<String, String> CONTENT = Map.of("CartId", "1");

  private final CommandState state = new CommandState();

  private void send() {
    state.isSent(BY, CommandState.digestOf(CONTENT), "c", 10);
  }

  private void sendAndAnswer(Means means) {
    send();
    state.isAnswered(means, "", 20);
  }

  @Test
  void aCommandWithoutRecordsIsNothing() {
    assertEquals(Kind.NOTHING, state.kind());
    assertFalse(state.isKept());
    assertFalse(state.hasRequest());
    assertFalse(state.hasResult());
    assertFalse(state.hasContent(CONTENT));
    assertNull(state.by());
    assertEquals("", state.cart());
  }

  @Test
  void aRequestWithoutAnAnswerIsOpen() {
    send();

    assertEquals(Kind.OPEN, state.kind());
    assertTrue(state.isKept());
    assertTrue(state.hasRequest());
    assertFalse(state.hasResult());
    assertEquals(BY, state.by());
    assertEquals("c", state.cart());
  }

  @ParameterizedTest
  @CsvSource({
    "DONE, DONE, true",
    "PARTIAL, PARTIAL, true",
    "REJECTED, REJECTED, false",
    "LATER, LATER, false",
    "NOT_SENT, LATER, false",
    "OPEN, OPEN, true"
  })
  void theFirstAnswerDecides(Means means, Kind kind, boolean isKept) {
    sendAndAnswer(means);

    assertEquals(kind, state.kind());
    assertEquals(isKept, state.isKept());
  }

  @ParameterizedTest
  @CsvSource({"DONE, true", "PARTIAL, true", "REJECTED, false", "LATER, false", "OPEN, false"})
  void onlyADoneOrPartialCommandHasAResult(Means means, boolean hasResult) {
    sendAndAnswer(means);

    assertEquals(hasResult, state.hasResult());
  }

  @ParameterizedTest
  @CsvSource({"REJECTED", "LATER", "NOT_SENT", "OPEN"})
  void anOpenCommandStaysOpenUntilItIsDone(Means means) {
    sendAndAnswer(Means.OPEN);
    sendAndAnswer(means);
    assertEquals(Kind.OPEN, state.kind());

    sendAndAnswer(Means.DONE);
    assertEquals(Kind.DONE, state.kind());
  }

  @Test
  void aRejectedRepeatDoesNotCloseARequestThatWasNeverAnswered() {
    send();
    sendAndAnswer(Means.REJECTED);

    assertEquals(Kind.OPEN, state.kind());
    assertTrue(state.isRepeatRejected());
  }

  @ParameterizedTest
  @CsvSource({"REJECTED", "LATER", "NOT_SENT"})
  void aPartialCheckoutStaysPartialIfItsRepeatDidNothing(Means means) {
    sendAndAnswer(Means.PARTIAL);
    sendAndAnswer(means);

    assertEquals(Kind.PARTIAL, state.kind());
  }

  @Test
  void onlyARejectionOfAnOpenCommandIsARejectedRepeat() {
    sendAndAnswer(Means.REJECTED);
    assertFalse(state.isRepeatRejected(), "it was not open");

    sendAndAnswer(Means.OPEN);
    assertFalse(state.isRepeatRejected(), "it was not rejected");

    sendAndAnswer(Means.REJECTED);
    assertTrue(state.isRepeatRejected());

    send();
    assertTrue(state.isRepeatRejected(), "a further repeat does not undo it");
  }

  @Test
  void aCommandThatIsDoneHasNoRejectedRepeatAfterItsNextRequest() {
    sendAndAnswer(Means.OPEN);
    sendAndAnswer(Means.REJECTED);
    sendAndAnswer(Means.DONE);
    send();

    assertFalse(state.isRepeatRejected());
  }

  @Test
  void aCommandIsNeverSentOnlyIfItsLastAnswerSaysSoAndNothingIsOpen() {
    sendAndAnswer(Means.LATER);
    assertFalse(state.isNeverSent(), "it was answered");

    sendAndAnswer(Means.NOT_SENT);
    assertTrue(state.isNeverSent());

    send();
    assertFalse(state.isNeverSent(), "it is open");
  }

  @Test
  void anAnswerThatNamesACartNamesThatOfTheCommand() {
    send();
    state.isAnswered(Means.DONE, "", 20);
    assertEquals("c", state.cart());

    state.isAnswered(Means.DONE, "other", 30);
    assertEquals("other", state.cart());
  }

  @Test
  void theContentIsThatOfTheLastRequest() {
    send();

    assertTrue(state.hasContent(CONTENT));
    assertFalse(state.hasContent(Map.of("CartId", "2")));
    assertFalse(state.hasContent(Map.of()));
  }
}
