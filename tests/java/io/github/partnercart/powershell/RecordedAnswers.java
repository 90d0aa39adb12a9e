package io.github.partnercart.powershell;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The answers that one scenario has yet to get, and the requests that it has made. */
final class RecordedAnswers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Queue<JsonObject> responses = new ArrayDeque<>();
  private final List<ReceivedRequest> received = new ArrayList<>();
  private final int expected;

  /** Whether the answers are for requests in flight at once, in the order in which to send them. */
  private final boolean isConcurrent;

  RecordedAnswers(JsonObject scenario) {
    isConcurrent = scenario.has("concurrent");
    if (scenario.has("responses")) {
      scenario.getAsJsonArray("responses").forEach(r -> responses.add(r.getAsJsonObject()));
    } else {
      // The original sent nothing; where this module does, it is to get a cart.
      JsonObject created = new JsonObject();
      created.addProperty("status", 201);
      responses.add(created);
    }
    expected = responses.size();
  }

  synchronized List<ReceivedRequest> received() {
    return List.copyOf(received);
  }

  /** The answer to a request, when it is its turn; none if there were more than recorded. */
  synchronized Optional<JsonObject> next(ReceivedRequest request) {
    received.add(request);
    if (!isConcurrent) {
      return Optional.ofNullable(responses.poll());
    }
    notifyAll();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (received.size() < expected || !isNext(request)) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          return Optional.empty();
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    return Optional.ofNullable(responses.peek());
  }

  private boolean isNext(ReceivedRequest request) {
    JsonObject head = responses.peek();
    return head != null
        && request.body().contains("\"" + head.get("friendlyName").getAsString() + "\"");
  }

  /** An answer has left. */
  synchronized void sent() {
    if (isConcurrent) {
      responses.poll();
      notifyAll();
    }
  }
}
