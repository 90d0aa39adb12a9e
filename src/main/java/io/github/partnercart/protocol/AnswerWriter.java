package io.github.partnercart.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.command.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes answers, one a line: those with an Id at once, the others in the order of their commands.
 */
final class AnswerWriter {
  private static final long NOT_WRITING = Long.MIN_VALUE;

  /** So many answers wait for an earlier one, so that memory stays flat. */
  private static final int MOST_WAITING = 1000;

  private static final long MOST_WAITING_BYTES = 16 * 1024 * 1024;

  /** What matches an answer to its command. */
  record Match(long line, @Nullable JsonPrimitive id, @Nullable String key) {
    boolean isInOrder() {
      return id == null;
    }

    JsonObject start() {
      JsonObject start = new JsonObject();
      if (id != null) {
        start.add("Id", id);
      }
      if (key != null) {
        start.addProperty("IdempotencyKey", key);
      }
      return start;
    }
  }

  /** Where the answer to one command goes. */
  static final class Slot {
    private final Match match;

    private @Nullable Answer answer;
    private byte @Nullable [] line;

    private Slot(Match match) {
      this.match = match;
    }
  }

  private final OutputStream out;
  private final BiConsumer<Long, Answer> printed;
  private final Deque<Slot> inOrder = new LinkedBlockingDeque<>();
  private final Set<Slot> unwritten = ConcurrentHashMap.newKeySet();
  private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);
  private int waiting;
  private long waitingBytes;
  private volatile boolean isClosed;

  /**
   * @param printed gets each answer that was written, with the number of its line
   */
  AnswerWriter(OutputStream out, BiConsumer<Long, Answer> printed) {
    this.out = out;
    this.printed = printed;
  }

  /**
   * Makes room for an answer: the next place in input order, unless it has an Id.
   *
   * @param changes whether its command changes something, so that it must be known what became of
   *     it
   */
  synchronized Slot slot(Match match, boolean changes) {
    Slot slot = new Slot(match);
    if (changes) {
      unwritten.add(slot);
    }
    if (match.isInOrder()) {
      inOrder.add(slot);
    }
    return slot;
  }

  /** Answers a command. */
  void write(Slot slot, Answer answer) {
    // Made before the slot is filled: if memory runs out here, an error can still be answered.
    byte[] line = (text(slot.match, answer) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      slot.answer = answer;
      slot.line = line;
      if (!slot.match.isInOrder()) {
        writeLine(slot);
        return;
      }
      waiting++;
      waitingBytes += line.length;
      writeWaiting();
    }
  }

  /** Leaves a command without an answer, so that those after it get theirs. */
  synchronized void skip(Slot slot) {
    if (slot.match.isInOrder()) {
      inOrder.remove(slot);
      writeWaiting();
    }
    report(slot, "there is too little memory");
  }

  private void writeWaiting() {
    while (!inOrder.isEmpty() && inOrder.peek().line != null) {
      Slot slot = inOrder.remove();
      waiting--;
      waitingBytes -= Objects.requireNonNull(slot.line).length;
      writeLine(slot);
    }
    notifyAll();
  }

  private static String text(Match match, Answer answer) {
    @Nullable String result = answer.body().result();
    @Nullable JsonObject error = answer.body().error();
    JsonObject start = match.start();
    if (start.isEmpty() && error == null) {
      if (answer.warning() != null) {
        LoggerFactory.getLogger(AnswerWriter.class)
            .warn("Line {}: {}", match.line(), answer.warning());
      }
      return String.valueOf(result);
    }
    JsonObject end = new JsonObject();
    if (error != null) {
      JsonObject numbered = error.deepCopy();
      numbered.addProperty("Line", match.line());
      end.add("Error", numbered);
    }
    if (answer.warning() != null) {
      end.addProperty("Warning", answer.warning());
    }
    if (answer.differences() != null) {
      end.add("Differences", answer.differences());
    }
    @Nullable List<String> sentences = answer.exchanges();
    if (sentences != null) {
      JsonArray exchanges = new JsonArray();
      sentences.forEach(exchanges::add);
      end.add("Verbose", exchanges);
    }
    return joined(start.toString(), result == null ? "" : "{\"Result\":" + result + "}", end);
  }

  /** A result is text, as it may be what an earlier run stored, byte for byte. */
  private static String joined(String start, String result, JsonObject end) {
    StringBuilder line = new StringBuilder("{");
    for (String object : new String[] {start, result, end.toString()}) {
      if (object.length() > 2) {
        line.append(line.length() > 1 ? "," : "").append(object, 1, object.length() - 1);
      }
    }
    return line.append('}').toString();
  }

  /** Writes what the user of a command with an Id must read before it is answered. */
  void writeWarning(JsonPrimitive id, String text) {
    JsonObject warning = new JsonObject();
    warning.add("Id", id);
    warning.addProperty("Warning", text);
    byte[] line = (warning + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      write(line);
    }
  }

  /** Waits until there is room for one more answer that waits for an earlier one. */
  synchronized void awaitRoom() throws InterruptedException {
    while (waiting >= MOST_WAITING || waitingBytes >= MOST_WAITING_BYTES) {
      wait();
    }
  }

  private void writeLine(Slot slot) {
    if (write(slot.line)) {
      unwritten.remove(slot);
      printed.accept(slot.match.line(), Objects.requireNonNull(slot.answer));
    } else {
      report(slot, "its reader has closed the pipe");
    }
  }

  private boolean write(byte @Nullable [] line) {
    if (!isClosed) {
      writingSince.set(System.nanoTime());
      try {
        out.write(line);
        out.flush();
      } catch (IOException e) {
        isClosed = true;
      } finally {
        writingSince.set(NOT_WRITING);
      }
    }
    return !isClosed;
  }

  private void report(Slot slot, String why) {
    if (!unwritten.remove(slot)) {
      return;
    }
    @Nullable Answer answer = slot.answer;
    String what =
        answer == null
            ? "it may have been done"
            : answer
                .shownIfAny()
                .map(shown -> "the cart is " + shown.cart())
                .orElse(answer.body().error() == null ? "it was done" : "it failed");
    LoggerFactory.getLogger(AnswerWriter.class)
        .warn(
            "The answer to line {} could not be written, as {}: {}. Check its result before you"
                + " repeat it.",
            slot.match.line(),
            why,
            what);
  }

  /** Reports the changes whose answers are not written, as the process ends. */
  void reportUnwritten() {
    // Without the lock, which a thread holds that is stuck in writing.
    unwritten.forEach(slot -> report(slot, "its reader takes no more"));
  }

  /** Whether the reader of the answers has gone away. */
  boolean isClosed() {
    return isClosed;
  }

  /** Whether the reader has taken nothing of an answer for that long. */
  boolean isStalledFor(Duration patience) {
    long since = writingSince.get();
    return since != NOT_WRITING && System.nanoTime() - since > patience.toNanos();
  }
}
