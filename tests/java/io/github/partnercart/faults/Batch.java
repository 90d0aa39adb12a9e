package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Distinct purchases, each with a RequestId of its own, and what has become of them over several
 * runs of the process.
 */
final class Batch {
  private record Line(String name, String requestId, String command) {}

  private final int size;
  private final List<Line> open = new ArrayList<>();
  private final Set<String> cartIds = new HashSet<>();

  Batch(int size, int itemNameLength, Random random) {
    this.size = size;
    for (int i = 0; i < size; i++) {
      String name = "item " + i + "x".repeat(itemNameLength);
      String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
      open.add(
          new Line(
              name,
              requestId,
              Commands.with(
                  "\"RequestId\":\"" + requestId + "\"",
                  Commands.newCart(Commands.lineItem("\"FriendlyName\":\"" + name + "\"")))));
    }
  }

  int size() {
    return size;
  }

  int open() {
    return open.size();
  }

  /** The commands that are not known to be done. */
  String input() {
    return open.stream().map(line -> line.command() + "\n").collect(Collectors.joining());
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
    String stdout = output.stdout();
    String whole = mayBeCut ? stdout.substring(0, stdout.lastIndexOf('\n') + 1) : stdout;
    List<JsonObject> answers = new Output(0, whole, "").answers();
    if (mayBeCut) {
      assertTrue(answers.size() <= open.size(), "more answers than commands");
    } else {
      assertEquals(open.size(), answers.size(), () -> "answers\n" + output);
    }
    List<JsonObject> errors = new ArrayList<>();
    List<Line> done = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Line line = open.get(i);
      JsonObject answer = answers.get(i);
      if (answer.has("Error")) {
        JsonObject error = answer.getAsJsonObject("Error");
        checkError(error, line, i + 1, isDone);
        errors.add(error);
      } else {
        checkCart(answer, line, isDone);
        done.add(line);
      }
    }
    open.removeAll(done);
    return errors;
  }

  private void checkCart(JsonObject cart, Line line, Predicate<String> isDone) {
    String name =
        cart.getAsJsonArray("LineItems").get(0).getAsJsonObject().get("FriendlyName").getAsString();
    assertEquals(line.name(), name, "the answers are not in order");
    assertTrue(isDone.test(line.requestId()), () -> "told as done, but is not: " + cart);
    assertTrue(cartIds.add(cart.get("CartId").getAsString()), () -> "two lines, one cart: " + cart);
  }

  private static void checkError(
      JsonObject error, Line line, int number, Predicate<String> isDone) {
    assertEquals(number, error.get("Line").getAsInt(), "the answers are not in order");
    if (error.has("RequestId")) {
      assertEquals(line.requestId(), error.get("RequestId").getAsString());
    }
    String outcome = error.get("Outcome").getAsString();
    if (outcome.equals("Unknown")) {
      assertTrue(
          error.get("RecommendedAction").getAsString().contains(line.requestId()), error::toString);
    } else {
      assertFalse(isDone.test(line.requestId()), () -> "told as not done, but is: " + error);
    }
  }
}
