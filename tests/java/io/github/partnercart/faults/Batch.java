package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Distinct purchases, and what has become of them over several runs of the process: either each has
 * a RequestId of its own, and what is not done is run again; or none has, and the whole batch is
 * run again with a journal.
 */
final class Batch {
  private record Line(String name, @Nullable String requestId, String command) {}

  private final List<Line> lines = new ArrayList<>();
  private final boolean hasRequestIds;
  private final Map<Line, JsonObject> carts = new HashMap<>();
  private final Set<String> cartIds = new HashSet<>();

  /** The RequestIds of errors that say that the purchase may have been made. */
  private final Map<Line, String> sentRequestIds = new HashMap<>();

  /** Whether a run may have sent the RequestIds. */
  private boolean isBegun;

  private Batch(boolean hasRequestIds) {
    this.hasRequestIds = hasRequestIds;
  }

  static Batch withRequestIds(int size, int itemNameLength, Random random) {
    Batch batch = new Batch(true);
    for (int i = 0; i < size; i++) {
      String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
      String name = name(i, itemNameLength);
      String command = Commands.with("\"RequestId\":\"" + requestId + "\"", command(name));
      batch.lines.add(new Line(name, requestId, command));
    }
    return batch;
  }

  static Batch withoutRequestIds(int size, int itemNameLength) {
    Batch batch = new Batch(false);
    for (int i = 0; i < size; i++) {
      String name = name(i, itemNameLength);
      batch.lines.add(new Line(name, null, command(name)));
    }
    return batch;
  }

  private static String name(int number, int length) {
    return "item " + number + "x".repeat(length);
  }

  private static String command(String name) {
    return Commands.newCart(Commands.lineItem("\"FriendlyName\":\"" + name + "\""));
  }

  int size() {
    return lines.size();
  }

  /** How many commands are not known to be done. */
  int open() {
    return lines.size() - carts.size();
  }

  private List<Line> toRun() {
    return hasRequestIds ? lines.stream().filter(line -> !carts.containsKey(line)).toList() : lines;
  }

  /** What is to be run now. */
  String input() {
    return toRun().stream()
        .map(
            line ->
                hasRequestIds && !isBegun
                    ? Commands.with("\"RequestIdIsNew\":true", line.command())
                    : line.command())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Accounts for the answers of a run that read {@link #input()}: in order, at most one a line, and
   * none that says less or more than what the service did.
   *
   * @param mayBeCut whether lines may be unanswered and the last answer cut off
   * @param isDone whether the service did the purchase with a RequestId
   * @return the errors among the answers
   */
  List<JsonObject> account(Output output, boolean mayBeCut, Predicate<String> isDone) {
    isBegun = true;
    String stdout = output.stdout();
    String whole = mayBeCut ? stdout.substring(0, stdout.lastIndexOf('\n') + 1) : stdout;
    List<JsonObject> answers = new Output(0, whole, "").answers();
    List<Line> run = toRun();
    if (mayBeCut) {
      assertTrue(answers.size() <= run.size(), "more answers than commands");
    } else {
      assertEquals(run.size(), answers.size(), () -> "answers\n" + output);
    }
    List<JsonObject> errors = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Line line = run.get(i);
      JsonObject answer = answers.get(i);
      if (answer.has("Error")) {
        JsonObject error = answer.getAsJsonObject("Error");
        checkError(error, line, i + 1, isDone);
        errors.add(error);
      } else {
        checkCart(answer, line, isDone);
      }
    }
    return errors;
  }

  private void checkCart(JsonObject cart, Line line, Predicate<String> isDone) {
    String name =
        cart.getAsJsonArray("LineItems").get(0).getAsJsonObject().get("FriendlyName").getAsString();
    assertEquals(line.name(), name, "the answers are not in order");
    if (line.requestId() != null) {
      assertTrue(isDone.test(line.requestId()), () -> "told as done, but is not: " + cart);
    }
    JsonObject before = carts.put(line, cart);
    if (before == null) {
      assertTrue(
          cartIds.add(cart.get("CartId").getAsString()), () -> "two lines, one cart: " + cart);
    } else {
      assertEquals(before, cart, "answered before");
    }
  }

  private void checkError(JsonObject error, Line line, int number, Predicate<String> isDone) {
    assertEquals(number, error.get("Line").getAsInt(), "the answers are not in order");
    assertFalse(carts.containsKey(line), () -> "answered before with a cart: " + error);
    String requestId =
        error.has("RequestId") ? error.get("RequestId").getAsString() : line.requestId();
    assertTrue(line.requestId() == null || line.requestId().equals(requestId), error::toString);
    if (error.get("Outcome").getAsString().equals("Unknown")) {
      assertNotNull(requestId, error::toString);
      String before = sentRequestIds.put(line, requestId);
      assertTrue(before == null || before.equals(requestId), () -> "another RequestId: " + error);
      assertTrue(
          error
              .get("RecommendedAction")
              .getAsString()
              .contains(hasRequestIds ? requestId : "the same journal"),
          error::toString);
    } else if (requestId != null) {
      assertFalse(isDone.test(requestId), () -> "told as not done, but is: " + error);
    }
  }
}
