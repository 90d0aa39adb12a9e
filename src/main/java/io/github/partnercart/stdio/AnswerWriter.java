package io.github.partnercart.stdio;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Call;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes answers, one a line: those with an Id at once, the others in the order of their commands.
 */
final class AnswerWriter {
  private static final long NOT_WRITING = Long.MIN_VALUE;

  /** Where the answer to one command goes. */
  static final class Slot {
    private final @Nullable JsonPrimitive id;

    /** What must be known of a purchase or change even if nobody reads its answer. */
    private final @Nullable String trace;

    /** The call whose exchanges the answer tells of. */
    private final @Nullable Call verbose;

    private final JournalLine journal;
    private byte @Nullable [] line;

    private Slot(
        @Nullable JsonPrimitive id,
        @Nullable String trace,
        @Nullable Call verbose,
        JournalLine journal) {
      this.id = id;
      this.trace = trace;
      this.verbose = verbose;
      this.journal = journal;
    }
  }

  private final OutputStream out;
  private final Deque<Slot> inOrder = new LinkedBlockingDeque<>();
  private final AtomicLong writingSince = new AtomicLong(NOT_WRITING);
  private volatile boolean isClosed;

  AnswerWriter(OutputStream out) {
    this.out = out;
  }

  /** Makes room for the answer to a command: the next place in input order, unless it has an Id. */
  Slot slot(Command command) {
    String trace =
        command.invocation().changes()
            ? "line " + command.line() + " (RequestId " + command.call().requestId() + ")"
            : null;
    Call call = command.call();
    return add(new Slot(command.id(), trace, call.isVerbose() ? call : null, command.journal()));
  }

  /** Makes room for the answer to a line that is no command. */
  Slot slotOfBadLine(@Nullable JsonPrimitive id) {
    return add(new Slot(id, null, null, JournalLine.UNKNOWN));
  }

  private synchronized Slot add(Slot slot) {
    if (slot.id == null) {
      inOrder.add(slot);
    }
    return slot;
  }

  /** Answers with a result, which stands bare in the line where there is no Id. */
  void writeResult(Slot slot, JsonObject result) {
    String line = (slot.id == null ? result : answer(slot, "Result", result)).toString();
    keep(slot, new JournalLine.Answer(line, false));
    write(slot, line);
  }

  /** Answers a command with an error. */
  void writeError(Slot slot, Command command, ErrorRecord error) {
    String line = answer(slot, "Error", error.toJson(command)).toString();
    if (error.isLastWord()) {
      keep(slot, new JournalLine.Answer(line, true));
    }
    write(slot, line);
  }

  /** Answers a line that is no command. */
  void writeError(Slot slot, JsonObject error) {
    write(slot, answer(slot, "Error", error).toString());
  }

  /** Answers with what was kept of an earlier run, byte for byte. */
  void writeAgain(Slot slot, JournalLine.Answer earlier) {
    write(slot, earlier.line());
  }

  /** What can't be kept is told nevertheless: the purchase was made. */
  private static void keep(Slot slot, JournalLine.Answer answer) {
    try {
      slot.journal.keep(answer);
    } catch (IOException e) {
      LoggerFactory.getLogger(AnswerWriter.class)
          .error("An answer is not kept, the command is done: {}.", e.getMessage());
    }
  }

  /** Tells of a command with an Id what its user must read before it is answered. */
  void writeWarning(JsonPrimitive id, String text) {
    Slot slot = new Slot(id, null, null, JournalLine.UNKNOWN);
    JsonObject warning = new JsonObject();
    warning.add("Id", id);
    warning.addProperty("Warning", text);
    write(slot, warning.toString());
  }

  private static JsonObject answer(Slot slot, String member, JsonObject content) {
    JsonObject answer = new JsonObject();
    if (slot.id != null) {
      answer.add("Id", slot.id);
    }
    answer.add(member, content);
    if (slot.verbose != null) {
      JsonArray exchanges = new JsonArray();
      slot.verbose.exchanges().forEach(exchanges::add);
      answer.add("Verbose", exchanges);
    }
    return answer;
  }

  private void write(Slot slot, String answer) {
    // Made before the slot is filled: if memory runs out here, an error can still be answered.
    byte[] line = (answer + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (this) {
      slot.line = line;
      if (slot.id != null) {
        writeLine(slot);
        return;
      }
      while (!inOrder.isEmpty() && inOrder.peek().line != null) {
        writeLine(inOrder.remove());
      }
      notifyAll();
    }
  }

  /** Waits until fewer than {@code most} answers wait for an earlier one. */
  synchronized void awaitFewerThan(int most) throws InterruptedException {
    while (inOrder.size() >= most) {
      wait();
    }
  }

  private void writeLine(Slot slot) {
    if (!isClosed) {
      writingSince.set(System.nanoTime());
      try {
        out.write(slot.line);
        out.flush();
      } catch (IOException e) {
        isClosed = true;
      } finally {
        writingSince.set(NOT_WRITING);
      }
    }
    if (isClosed) {
      report(slot);
    }
  }

  private static void report(Slot slot) {
    if (slot.trace != null) {
      LoggerFactory.getLogger(AnswerWriter.class)
          .warn("Nobody read the answer to {}: look what became of it.", slot.trace);
    }
  }

  /** Tells of the commands whose answers are not written, as the process ends. */
  void reportUnwritten() {
    // Without the lock, which a thread holds that is stuck in writing.
    inOrder.forEach(AnswerWriter::report);
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
