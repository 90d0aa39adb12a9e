package io.github.partnercart.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.Commands;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Failures;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AnswerWriter writer = new AnswerWriter(out);

  private static JsonObject answer(String text) {
    JsonObject answer = new JsonObject();
    answer.addProperty("a", text);
    return answer;
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void answersWaitForThoseBeforeThem() {
    AnswerWriter.Slot first = writer.slotOfBadLine(null);
    AnswerWriter.Slot second = writer.slotOfBadLine(null);
    AnswerWriter.Slot third = writer.slotOfBadLine(null);

    writer.writeResult(second, answer("2"));
    assertEquals("", written());
    writer.writeResult(first, answer("1"));
    assertEquals("{\"a\":\"1\"}\n{\"a\":\"2\"}\n", written());
    writer.writeResult(third, answer("3"));
    assertTrue(written().endsWith("{\"a\":\"3\"}\n"));
  }

  @Test
  void answerWithAnIdWaitsForNobody() {
    AnswerWriter.Slot unused = writer.slotOfBadLine(null);
    writer.writeResult(writer.slotOfBadLine(new JsonPrimitive(7)), answer("b"));
    assertEquals("{\"Id\":7,\"Result\":{\"a\":\"b\"}}\n", written());
  }

  @Test
  void answerIsOneLineOfUtf8WithItsNulls() {
    JsonObject answer = answer("ä\n\u2028😀<");
    answer.add("b", JsonNull.INSTANCE);
    writer.writeResult(writer.slotOfBadLine(null), answer);
    assertEquals("{\"a\":\"ä\\n\\u2028😀<\",\"b\":null}\n", written());
  }

  @Test
  void readerThatHasGoneAwayIsNoticedAndNothingMoreIsWritten() {
    AnswerWriter closed =
        new AnswerWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertFalse(closed.isClosed());
    closed.writeResult(closed.slotOfBadLine(null), answer("a"));
    assertTrue(closed.isClosed());
    closed.writeResult(closed.slotOfBadLine(null), answer("b"));
    closed.writeResult(closed.slotOfBadLine(new JsonPrimitive(1)), answer("c"));
  }

  @Test
  void readingGoesOnOnceFewerAnswersWait() {
    AnswerWriter.Slot first = writer.slotOfBadLine(null);
    AnswerWriter.Slot second = writer.slotOfBadLine(null);
    writer.writeResult(second, answer("2"));
    Thread answering = new Thread(() -> writer.writeResult(first, answer("1")));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          answering.start();
          writer.awaitFewerThan(1);
        });
    assertEquals("{\"a\":\"1\"}\n{\"a\":\"2\"}\n", written());
  }

  @Test
  void readingWaitsWhileAsManyAnswersWait() throws Exception {
    AnswerWriter.Slot slot = writer.slotOfBadLine(null);
    writer.awaitFewerThan(2);
    Thread reading =
        new Thread(
            () -> {
              try {
                writer.awaitFewerThan(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          reading.start();
          while (reading.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          writer.writeResult(slot, answer("a"));
          reading.join();
        });
  }

  @Test
  void anAnswerDoesNotStayInABuffer() {
    AnswerWriter buffered = new AnswerWriter(new BufferedOutputStream(out));
    buffered.writeResult(buffered.slotOfBadLine(null), answer("a"));
    assertEquals("{\"a\":\"a\"}\n", written());
  }

  @Test
  void aWarningHasTheIdOfItsCommandAndComesAtOnce() {
    AnswerWriter.Slot unused = writer.slotOfBadLine(null);
    writer.writeWarning(new JsonPrimitive("a"), "look there");
    assertEquals("{\"Id\":\"a\",\"Warning\":\"look there\"}\n", written());
  }

  @Test
  void aVerboseCommandIsAnsweredWithItsExchanges() throws Exception {
    Command verbose = command("\"Id\":1,\"Verbose\":true");
    Failures.note(verbose.call(), "an exchange");
    writer.writeResult(writer.slot(verbose), answer("a"));
    writer.writeResult(writer.slot(command("\"Id\":2")), answer("b"));
    assertEquals(
        "{\"Id\":1,\"Result\":{\"a\":\"a\"},\"Verbose\":[\"an exchange\"]}\n"
            + "{\"Id\":2,\"Result\":{\"a\":\"b\"}}\n",
        written());
  }

  private static Command command(String members) throws BadLineException {
    return CommandParserTest.ofPartnerCenter()
        .parse(CommandParserTest.line(Commands.with(members, Commands.WHAT_IF)));
  }

  @Test
  void aResultIsKeptAsItIsWrittenAndBefore() throws Exception {
    List<JournalLine.Answer> kept = new ArrayList<>();
    AnswerWriter.Slot slot = writer.slot(command("\"Id\":1").with(journal(kept)));

    writer.writeResult(slot, answer("a"));

    assertEquals(
        List.of(new JournalLine.Answer("{\"Id\":1,\"Result\":{\"a\":\"a\"}}", false)), kept);
    assertEquals("{\"Id\":1,\"Result\":{\"a\":\"a\"}}\n", written());
  }

  @Test
  void aRefusalThatStaysIsKeptAndEveryOtherErrorIsNot() throws Exception {
    List<JournalLine.Answer> kept = new ArrayList<>();
    Command command = command("\"Id\":1").with(journal(kept));

    writer.writeError(
        writer.slot(command),
        command,
        ErrorRecord.of(Failures.of(Kind.TRANSPORT, Outcome.Unknown, "POST")));
    assertEquals(List.of(), kept);

    writer.writeError(
        writer.slot(command), command, ErrorRecord.of(Failures.answered(Outcome.Rejected, 400)));
    assertEquals(List.of(new JournalLine.Answer(written().lines().toList().get(1), true)), kept);
  }

  @Test
  void aResultThatCantBeKeptIsWritten() throws Exception {
    AnswerWriter.Slot slot = writer.slot(command("\"Id\":1").with(journal(null)));

    writer.writeResult(slot, answer("a"));

    assertEquals("{\"Id\":1,\"Result\":{\"a\":\"a\"}}\n", written());
  }

  @Test
  void whatWasKeptIsWrittenAgainToTheLetter() throws Exception {
    writer.writeAgain(
        writer.slot(command("\"Id\":1")), new JournalLine.Answer("{ \"kept\": 1.50 }", false));

    assertEquals("{ \"kept\": 1.50 }\n", written());
  }

  /** A journal that finds what was written when it keeps an answer, which must be nothing yet. */
  private JournalLine journal(@Nullable List<JournalLine.Answer> kept) {
    return new JournalLine() {
      @Override
      public Optional<Answer> answer() {
        return Optional.empty();
      }

      @Override
      public void keep(Answer answer) throws IOException {
        if (kept == null) {
          throw new IOException("the disk is full");
        }
        assertFalse(written().contains(answer.line()));
        kept.add(answer);
      }

      @Override
      public Optional<Entry> earlier() {
        return Optional.empty();
      }

      @Override
      public void keep(Entry entry) {}
    };
  }

  @Test
  void aReaderThatTakesNothingIsNoticed() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AnswerWriter stuck =
        new AnswerWriter(
            new OutputStream() {
              @Override
              public void write(int b) {
                begun.countDown();
                try {
                  goesOn.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    assertFalse(stuck.isStalledFor(Duration.ofNanos(-1)));
    Thread writing = new Thread(() -> stuck.writeResult(stuck.slotOfBadLine(null), answer("a")));
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          writing.start();
          begun.await();
          assertTrue(stuck.isStalledFor(Duration.ofNanos(-1)));
          assertFalse(stuck.isStalledFor(Duration.ofDays(1)));
          goesOn.countDown();
          writing.join();
        });
    assertFalse(stuck.isStalledFor(Duration.ofNanos(-1)));
  }
}
