package io.github.partnercart.stdio;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes answers, one a line: those with an Id at once, the others in the order of their commands.
 */
final class AnswerWriter {
  /** Where the answer to one command goes. */
  static final class Slot {
    private final @Nullable JsonPrimitive id;
    private @Nullable JsonObject answer;

    private Slot(@Nullable JsonPrimitive id) {
      this.id = id;
    }
  }

  private final OutputStream out;
  private final Deque<Slot> inOrder = new ArrayDeque<>();
  private boolean isClosed;

  AnswerWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Makes room for an answer: the next place in input order, or none for a command with an Id.
   *
   * @param id the command's Id, if it has one
   */
  synchronized Slot slot(@Nullable JsonPrimitive id) {
    Slot slot = new Slot(id);
    if (id == null) {
      inOrder.add(slot);
    }
    return slot;
  }

  /** Answers with a result, which stands bare in the line where there is no Id. */
  void writeResult(Slot slot, JsonObject result) {
    write(slot, slot.id == null ? result : answer(slot, "Result", result));
  }

  /** Answers with an error. */
  void writeError(Slot slot, JsonObject error) {
    write(slot, answer(slot, "Error", error));
  }

  private static JsonObject answer(Slot slot, String member, JsonObject content) {
    JsonObject answer = new JsonObject();
    if (slot.id != null) {
      answer.add("Id", slot.id);
    }
    answer.add(member, content);
    return answer;
  }

  private synchronized void write(Slot slot, JsonObject answer) {
    if (slot.id != null) {
      writeLine(answer);
      return;
    }
    slot.answer = answer;
    while (!inOrder.isEmpty() && inOrder.peek().answer != null) {
      writeLine(inOrder.remove().answer);
    }
    notifyAll();
  }

  /** Waits until fewer than {@code most} answers wait for an earlier one. */
  synchronized void awaitFewerThan(int most) throws InterruptedException {
    while (inOrder.size() >= most) {
      wait();
    }
  }

  private void writeLine(@Nullable JsonObject answer) {
    if (isClosed || answer == null) {
      return;
    }
    try {
      out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      isClosed = true;
    }
  }

  /** Whether the reader of the answers has gone away. */
  synchronized boolean isClosed() {
    return isClosed;
  }
}
