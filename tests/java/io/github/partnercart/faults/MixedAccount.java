package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the answers of all runs of a mixed batch say, checked against each other. */
final class MixedAccount {
  /** The quantities in a cart as they were last printed. */
  private final Map<String, List<Integer>> shown = new HashMap<>();

  private final Map<Integer, JsonElement> results = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> ordered = new HashSet<>();

  /**
   * Accounts for a run.
   *
   * @param mayBeCut whether the last lines may be without an answer
   * @return how many lines failed
   */
  int account(List<MixedLine> lines, Output output, boolean mayBeCut) {
    String stdout = output.stdout();
    String whole = mayBeCut ? stdout.substring(0, stdout.lastIndexOf('\n') + 1) : stdout;
    List<JsonObject> answers = new Output(0, whole, "").answers();
    assertTrue(
        mayBeCut ? answers.size() <= lines.size() : answers.size() == lines.size(),
        () -> lines.size() + " lines, but\n" + output);
    int failed = 0;
    for (int i = 0; i < answers.size(); i++) {
      MixedLine line = lines.get(i);
      JsonObject answer = answers.get(i);
      if (answer.has("Error")) {
        failed++;
      } else {
        JsonObject result = line.isKeyed() ? answer.getAsJsonObject("Result") : answer;
        succeeded(line, result, output);
      }
    }
    return failed;
  }

  private void succeeded(MixedLine line, JsonObject result, Output output) {
    assertTrue(!line.isWrong(), () -> "a wrong line was done: " + line);
    JsonElement before = results.putIfAbsent(line.quantity(), result);
    assertTrue(
        before == null || before.equals(result), () -> line + " was answered before\n" + output);
    if (line.kind() == Kind.SUBMIT) {
      List<Integer> bought = new ArrayList<>();
      result
          .getAsJsonArray("Orders")
          .forEach(order -> bought.addAll(quantities(order.getAsJsonObject())));
      if (before == null && shown.containsKey(line.cart())) {
        assertEquals(shown.get(line.cart()), sorted(bought), () -> line + " bought\n" + output);
      }
      ordered.add(String.valueOf(line.cart()));
      return;
    }
    List<Integer> quantities = quantities(result);
    assertEquals(
        quantities.size(), Set.copyOf(quantities).size(), () -> "an item twice\n" + output);
    assertTrue(quantities.contains(line.quantity()), () -> line + " is not there\n" + output);
    String cart = result.get("CartId").getAsString();
    if (line.kind() == Kind.NEW) {
      made.add(cart);
    } else {
      assertEquals(line.cart(), cart);
      shown.put(cart, quantities);
    }
  }

  private static List<Integer> quantities(JsonObject cartOrOrder) {
    JsonArray items = cartOrOrder.getAsJsonArray("LineItems");
    List<Integer> quantities = new ArrayList<>();
    items.forEach(item -> quantities.add(item.getAsJsonObject().get("Quantity").getAsInt()));
    return sorted(quantities);
  }

  private static List<Integer> sorted(List<Integer> list) {
    return list.stream().sorted().toList();
  }

  /** Whether a line was answered as done. */
  boolean knows(MixedLine line) {
    return results.containsKey(line.quantity());
  }

  /** The carts that were answered as made. */
  Set<String> made() {
    return made;
  }

  /** The carts that were answered as ordered. */
  Set<String> ordered() {
    return ordered;
  }
}
