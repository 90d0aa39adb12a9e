package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the answers of all runs of a mixed batch say, checked against each other. */
final class MixedAccount {
  /**
   * A line that was answered as done.
   *
   * @param run the number of the run that printed it first
   */
  record Done(int run, MixedAnswer answer) {}

  private final List<MixedRun> runs = new ArrayList<>();
  private final Map<Integer, Done> done = new HashMap<>();
  private final Map<Integer, String> made = new HashMap<>();

  /** The lines that were ever answered as open: whatever came after, they are not forgotten. */
  private final Set<Integer> everOpen = new HashSet<>();

  private final Set<MixedLine> open = new HashSet<>();

  /** Accounts for a run. */
  void add(MixedRun run) {
    runs.add(run);
    for (int i = 0; i < run.lines().size(); i++) {
      Optional<MixedAnswer> answer = run.answer(i);
      if (answer.isEmpty()) {
        // It may be done now, unseen.
        open.remove(run.lines().get(i));
      } else if (answer.get().isDone()) {
        succeeded(answer.get(), run.number());
      } else if (answer.get().isOpen()) {
        open.add(answer.get().line());
        everOpen.add(answer.get().line().quantity());
      }
    }
  }

  private void succeeded(MixedAnswer answer, int run) {
    MixedLine line = answer.line();
    open.remove(line);
    if (line.kind() == Kind.GET) {
      return;
    }
    assertTrue(!line.isWrong(), () -> "a wrong line was done: " + line);
    @Nullable Done before = done.putIfAbsent(line.quantity(), new Done(run, answer));
    @Nullable JsonObject result = answer.result();
    assertTrue(
        before == null || String.valueOf(before.answer().result()).equals(String.valueOf(result)),
        () -> "answered another way before: " + before + "\n" + answer);
    if (line.kind() == Kind.SUBMIT) {
      return;
    }
    assertTrue(answer.quantities().contains(line.quantity()), () -> "is not there: " + answer);
    if (line.kind() == Kind.NEW) {
      made.put(line.quantity(), answer.cart());
    } else {
      assertEquals(line.cart(), answer.cart());
    }
  }

  List<MixedRun> runs() {
    return runs;
  }

  /** The first answer that a line is done, if there is one. */
  Optional<Done> done(MixedLine line) {
    return Optional.ofNullable(done.get(line.quantity()));
  }

  List<Done> allDone() {
    return List.copyOf(done.values());
  }

  /** Whether the journal has a line as done or open, so that it is the owner's. */
  boolean isOwned(MixedLine line) {
    return done.containsKey(line.quantity()) || everOpen.contains(line.quantity());
  }

  /** The lines that are open for certain. */
  Set<MixedLine> open() {
    return open;
  }

  /** The carts that were answered as made, by the quantity of their New- lines. */
  Map<Integer, String> made() {
    return made;
  }
}
