package io.github.partnercart.protocol;

import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemErr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.command.Answer;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A change whose answer nobody gets is reported on standard error. */
@Isolated
class UnreadAnswersTest {
  private final AnswerWriter closed =
      new AnswerWriter(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          },
          (line, answer) -> {});

  private AnswerWriter.Slot slot(boolean changes) {
    return closed.slot(new AnswerWriter.Match(5, null, null), changes);
  }

  @Test
  void aChangeWhoseAnswerIsNotWrittenIsReported() throws Exception {
    String log = tapSystemErr(() -> closed.write(slot(true), Answers.result("{}")));

    assertTrue(
        log.contains(
            "The answer to line 5 could not be written, as its reader has closed the pipe: it was"
                + " done."),
        log);
  }

  @Test
  void aReadWhoseAnswerIsNotWrittenIsNotReported() throws Exception {
    Answer answer = Answers.result("{}");
    assertEquals("", tapSystemErr(() -> closed.write(slot(false), answer)));
  }

  @Test
  void changesThatAreNotAnsweredAtTheEndAreReported() throws Exception {
    AnswerWriter.Slot unused = slot(false);
    unused = slot(true);

    String log = tapSystemErr(closed::reportUnwritten);

    assertEquals(1, log.lines().count(), log);
    assertTrue(log.contains("line 5"), log);
    assertTrue(log.contains("it may have been done"), log);
  }
}
