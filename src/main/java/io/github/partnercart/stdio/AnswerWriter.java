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
  /** The place of one answer among those that come in input order. */
  static final class Place {
    private @Nullable JsonObject answer;
  }

  private final OutputStream out;
  private final Deque<Place> places = new ArrayDeque<>();
  private boolean isClosed;

  AnswerWriter(OutputStream out) {
    this.out = out;
  }

  /** Takes the next place in input order. */
  synchronized Place nextPlace() {
    Place place = new Place();
    places.add(place);
    return place;
  }

  /** Fills a place, and writes as many answers as are next in order. */
  synchronized void write(Place place, JsonObject answer) {
    place.answer = answer;
    while (!places.isEmpty() && places.peek().answer != null) {
      writeLine(places.remove().answer);
    }
    notifyAll();
  }

  /** Writes the answer to a command with an Id. */
  synchronized void write(JsonPrimitive id, String member, JsonObject content) {
    JsonObject answer = new JsonObject();
    answer.add("Id", id);
    answer.add(member, content);
    writeLine(answer);
  }

  /** Waits until fewer than {@code most} answers wait for an earlier one. */
  synchronized void awaitFewerThan(int most) throws InterruptedException {
    while (places.size() >= most) {
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
