package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.partnercart.PartnerCartProcess.Output;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one line.
 *
 * @param error what failed; null where it is done
 * @param result what was done; null where it failed
 */
record MixedAnswer(MixedLine line, @Nullable JsonObject error, @Nullable JsonObject result) {
  /**
   * Finds the line of each answer of a run, by its IdempotencyKey or by the number of the line in
   * its error, and only where it has neither by its place; the order of the input is promised, too.
   *
   * @param isCut whether the process was killed, so that the last answers may be missing
   */
  static List<MixedAnswer> match(List<MixedLine> lines, Output output, boolean isCut) {
    String stdout = output.stdout();
    String whole = isCut ? stdout.substring(0, stdout.lastIndexOf('\n') + 1) : stdout;
    List<JsonObject> answers = new Output(0, whole, "").answers();
    assertTrue(
        isCut ? answers.size() <= lines.size() : answers.size() == lines.size(),
        () -> lines.size() + " lines, but\n" + output);
    List<MixedAnswer> matched = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      MixedLine line = lines.get(i);
      JsonObject answer = answers.get(i);
      assertEquals(line, lineOf(answer, lines, i), () -> "not in order\n" + output);
      @Nullable JsonObject error = answer.getAsJsonObject("Error");
      if (error != null) {
        assertEquals(i + 1, error.get("Line").getAsInt(), () -> "not in order\n" + output);
      }
      JsonObject result = line.isKeyed() ? answer.getAsJsonObject("Result") : answer;
      matched.add(new MixedAnswer(line, error, error == null ? result : null));
    }
    return matched;
  }

  private static MixedLine lineOf(JsonObject answer, List<MixedLine> lines, int place) {
    if (answer.has("IdempotencyKey")) {
      String key = answer.get("IdempotencyKey").getAsString();
      return lines.stream()
          .filter(line -> line.isKeyed() && line.key().equals(key))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no line has the key of " + answer));
    }
    MixedLine line =
        lines.get(
            answer.has("Error")
                ? answer.getAsJsonObject("Error").get("Line").getAsInt() - 1
                : place);
    assertTrue(!line.isKeyed(), () -> "without its key: " + answer);
    return line;
  }

  boolean isDone() {
    return error == null;
  }

  /** What failed. */
  JsonObject failure() {
    return assertNotNullAndGet(error);
  }

  String errorId() {
    return failure().get("ErrorId").getAsString();
  }

  String outcome() {
    return failure().get("Outcome").getAsString();
  }

  /** Whether it says that the service may have done it, and only a later run can know more. */
  boolean isOpen() {
    return !isDone()
        && outcome().equals("Unknown")
        && List.of("NoAnswer", "ServiceError", "UnreadableAnswer", "OutcomeUnknown")
            .contains(errorId());
  }

  /** The cart that the result shows. */
  String cart() {
    return assertNotNullAndGet(result).get("CartId").getAsString();
  }

  /** The quantities of the cart in the result, or of all its orders together. */
  List<Integer> quantities() {
    JsonObject shown = assertNotNullAndGet(result);
    if (line.kind() != MixedLine.Kind.SUBMIT) {
      return quantities(shown);
    }
    List<Integer> quantities = new ArrayList<>();
    // "Already done" has null for its orders.
    if (shown.get("Orders") instanceof JsonArray orders) {
      orders.forEach(order -> quantities.addAll(quantities(order.getAsJsonObject())));
    }
    return quantities;
  }

  private static List<Integer> quantities(JsonObject cartOrOrder) {
    List<Integer> quantities = new ArrayList<>();
    if (cartOrOrder.get("LineItems") instanceof JsonArray items) {
      items.forEach(item -> quantities.add(item.getAsJsonObject().get("Quantity").getAsInt()));
    }
    return quantities;
  }

  private static JsonObject assertNotNullAndGet(@Nullable JsonObject json) {
    assertNotNull(json);
    return json;
  }
}
