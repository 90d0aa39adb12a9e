package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.command.Answer;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Long> printed = new ArrayList<>();
  private final AnswerWriter writer = writer(out);

  private AnswerWriter writer(OutputStream to) {
    return new AnswerWriter(to, (line, answer) -> printed.add(line));
  }

  private static AnswerWriter.Slot slot(AnswerWriter to, @Nullable JsonPrimitive id) {
    return to.slot(new AnswerWriter.Match(5, id, null), false);
  }

  private static JsonObject object(String text) {
    JsonObject answer = new JsonObject();
    answer.addProperty("a", text);
    return answer;
  }

  private static Answer answer(String text) {
    return Answers.result(object(text).toString());
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void answersWaitForThoseBeforeThem() {
    AnswerWriter.Slot first = slot(writer, null);
    AnswerWriter.Slot second = slot(writer, null);
    AnswerWriter.Slot third = slot(writer, null);

    writer.write(second, answer("2"));
    assertEquals("", written());
    writer.write(first, answer("1"));
    assertEquals("{\"a\":\"1\"}\n{\"a\":\"2\"}\n", written());
    writer.write(third, answer("3"));
    assertTrue(written().endsWith("{\"a\":\"3\"}\n"));
  }

  @Test
  void answerWithAnIdWaitsForNobody() {
    AnswerWriter.Slot unused = slot(writer, null);
    writer.write(slot(writer, new JsonPrimitive(7)), answer("b"));
    assertEquals("{\"Id\":7,\"Result\":{\"a\":\"b\"}}\n", written());
  }

  @Test
  void answerIsOneLineOfUtf8WithItsNulls() {
    JsonObject answer = object("ä\n\u2028😀<");
    answer.add("b", JsonNull.INSTANCE);
    writer.write(slot(writer, null), Answers.result(answer.toString()));
    assertEquals("{\"a\":\"ä\\n\\u2028😀<\",\"b\":null}\n", written());
  }

  @Test
  void readerThatHasGoneAwayIsNoticedAndNothingMoreIsWritten() {
    AnswerWriter closed =
        writer(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    assertFalse(closed.isClosed());
    closed.write(slot(closed, null), answer("a"));
    assertTrue(closed.isClosed());
    closed.write(slot(closed, null), answer("b"));
    closed.write(slot(closed, new JsonPrimitive(1)), answer("c"));
  }

  @Test
  void readingWaitsWhileTooManyAnswersWaitForAnEarlierOne() {
    AnswerWriter.Slot first = slot(writer, null);
    for (int i = 0; i < 1000; i++) {
      writer.write(slot(writer, null), answer("later"));
    }
    Thread reading =
        new Thread(
            () -> {
              try {
                writer.awaitRoom();
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
          writer.write(first, answer("first"));
          reading.join();
        });
    assertEquals(1001, written().lines().count());
  }

  @Test
  void answersAfterOneThatIsSkippedAreWritten() {
    AnswerWriter.Slot first = slot(writer, null);
    writer.write(slot(writer, null), answer("2"));
    writer.skip(first);
    assertEquals("{\"a\":\"2\"}\n", written());
  }

  @Test
  void anAnswerDoesNotStayInABuffer() {
    AnswerWriter buffered = writer(new BufferedOutputStream(out));
    buffered.write(slot(buffered, null), answer("a"));
    assertEquals("{\"a\":\"a\"}\n", written());
  }

  @Test
  void aWarningHasTheIdOfItsCommandAndComesAtOnce() {
    AnswerWriter.Slot unused = slot(writer, null);
    writer.writeWarning(new JsonPrimitive("a"), "look there");
    assertEquals("{\"Id\":\"a\",\"Warning\":\"look there\"}\n", written());
  }

  @Test
  void aVerboseCommandIsAnsweredWithItsExchanges() {
    writer.write(
        slot(writer, new JsonPrimitive(1)), Answers.of("{}", null, null, List.of("an exchange")));
    assertEquals("{\"Id\":1,\"Result\":{},\"Verbose\":[\"an exchange\"]}\n", written());
  }

  @Test
  void anAnswerRepeatsTheKeyAndStaysInOrder() {
    AnswerWriter.Slot first = slot(writer, null);
    AnswerWriter.Slot keyed = writer.slot(new AnswerWriter.Match(6, null, "PO-1"), true);
    writer.write(keyed, Answers.of("{}", null, "changed since", null));
    assertEquals("", written());
    writer.write(first, answer("1"));
    assertEquals(
        "{\"a\":\"1\"}\n"
            + "{\"IdempotencyKey\":\"PO-1\",\"Result\":{},\"Warning\":\"changed since\"}\n",
        written());
    assertEquals(List.of(5L, 6L), printed);
  }

  @Test
  void whatWasDoneInPartStandsBesideTheError() {
    writer.write(slot(writer, null), Answers.of("{\"Orders\":[]}", object("e"), null, null));
    assertEquals("{\"Result\":{\"Orders\":[]},\"Error\":{\"a\":\"e\",\"Line\":5}}\n", written());
  }

  @Test
  void aResultIsWrittenToTheLetter() {
    writer.write(slot(writer, null), Answers.result("{ \"kept\": 1.50 }"));
    writer.write(slot(writer, new JsonPrimitive(1)), Answers.result("{ \"kept\": 1.50 }"));
    assertEquals("{ \"kept\": 1.50 }\n{\"Id\":1,\"Result\":{ \"kept\": 1.50 }}\n", written());
  }

  @Test
  void aReaderThatTakesNothingIsNoticed() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    AnswerWriter stuck =
        writer(
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
    Thread writing = new Thread(() -> stuck.write(slot(stuck, null), answer("a")));
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
