package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.faults.MixedAccount.Done;
import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was answered in all runs of a mixed batch, compared with what the service was asked for. */
final class MixedLedger {
  private final List<MixedRequest> requests;
  private final MixedAccount account;

  MixedLedger(MixedService service, MixedAccount account) {
    this.requests = service.requests();
    this.account = account;
  }

  /** What was done, or asked for, more than once, a sentence each. */
  List<String> duplicates(RequestIdMemory memory) {
    List<String> found = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    Map<String, Integer> makers = new HashMap<>();
    for (MixedRequest request : requests) {
      if (Set.copyOf(request.content()).size() < request.content().size()) {
        found.add("an item twice in one cart: " + request);
      }
      boolean isNew = request.kind() == Kind.NEW;
      if (isNew) {
        makers.put(request.cart(), request.quantity());
        if (memory == RequestIdMemory.FOR_EVER && !seen.add(request.quantity())) {
          found.add("one line, two carts: " + request);
        }
      }
      if (request.kind() == Kind.SUBMIT && request.isDone()) {
        // Of two carts of one line at most one may be ordered, and each only once.
        if (!seen.add("order of " + makers.get(request.cart()))) {
          found.add("ordered twice: " + request);
        }
      }
    }
    account.allDone().forEach(done -> found.addAll(askedForAgain(done)));
    return found;
  }

  private List<String> askedForAgain(Done done) {
    return requests.stream()
        .filter(request -> request.run() > done.run() && request.isOf(done.answer().line()))
        .map(request -> "sent again: " + request + ", which was answered by " + done)
        .toList();
  }

  /** What was answered as done and is not, a sentence each. */
  List<String> losses() {
    return account.allDone().stream()
        .filter(done -> requests.stream().noneMatch(request -> isAnsweredBy(request, done)))
        .map(done -> "not done: " + done)
        .toList();
  }

  private static boolean isAnsweredBy(MixedRequest request, Done done) {
    MixedAnswer answer = done.answer();
    return request.isDone()
        && request.isOf(answer.line())
        && request.run() <= done.run()
        && request.content().equals(answer.quantities())
        && (answer.line().kind() != Kind.NEW || request.cart().equals(answer.cart()));
  }

  /** An error that says that nothing was done must be right. */
  void checkFailures() {
    for (MixedRun run : account.runs()) {
      for (MixedAnswer answer : run.answers()) {
        if (!answer.isDone() && List.of("NotSent", "Rejected").contains(answer.outcome())) {
          assertTrue(
              requests.stream()
                  .noneMatch(r -> r.isDone() && r.run() <= run.number() && r.isOf(answer.line())),
              () -> "told as not done in run " + run.number() + ", but is: " + answer);
        }
      }
    }
  }

  /** What is ordered is what was shown last, also where no answer says what was ordered. */
  void checkOrders() {
    requests.stream()
        .filter(request -> request.kind() == Kind.SUBMIT && request.isDone())
        .forEach(this::checkOrder);
  }

  private void checkOrder(MixedRequest order) {
    MixedRun run =
        account.runs().stream()
            .filter(r -> r.number() == order.run())
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody asked for " + order));
    int place = 0;
    List<List<Integer>> shown = shownBefore(run, order.cart());
    for (MixedLine line : run.lines()) {
      if (order.isOf(line)) {
        break;
      }
      if (isAbout(line, order.cart())) {
        shown = shownBy(line, place, run, order);
      }
      place++;
    }
    assertTrue(place < run.lines().size(), () -> "no line asked for " + order);
    List<List<Integer>> expected = shown;
    assertTrue(
        expected.isEmpty() || expected.contains(order.content()),
        () -> order + ", but shown was " + expected + " before\n" + run);
  }

  private boolean isAbout(MixedLine line, String cart) {
    return line.kind() != Kind.SUBMIT
        && cart.equals(line.kind() == Kind.NEW ? account.made().get(line.quantity()) : line.cart());
  }

  /** What a line before the checkout has shown; its answer need not have been printed any more. */
  private List<List<Integer>> shownBy(MixedLine line, int place, MixedRun run, MixedRequest order) {
    boolean hasFailed = run.answer(place).filter(answer -> !answer.isDone()).isPresent();
    assertTrue(!line.isWrong() && !hasFailed, () -> order + " in spite of " + line + "\n" + run);
    if (line.kind() == Kind.GET) {
      return run.answer(place).map(answer -> List.of(answer.quantities())).orElse(List.of());
    }
    // A result that is stored never changes: a later run has printed it.
    return List.of(
        account
            .done(line)
            .orElseThrow(() -> new AssertionError(order + " after " + line + ", never done"))
            .answer()
            .quantities());
  }

  /**
   * What runs before this one have printed last of a cart; empty if nothing. A kill may take the
   * note of the last answer: then what was printed before it is as good.
   */
  private List<List<Integer>> shownBefore(MixedRun run, String cart) {
    List<List<Integer>> shown = List.of();
    for (MixedRun earlier : account.runs()) {
      if (earlier.number() == run.number()) {
        break;
      }
      for (int i = 0; i < earlier.answers().size(); i++) {
        MixedAnswer answer = earlier.answers().get(i);
        if (answer.isDone() && isAbout(answer.line(), cart)) {
          boolean isNoteAtRisk = earlier.isCut() && i == earlier.answers().size() - 1;
          List<Integer> now = answer.quantities();
          if (isNoteAtRisk && !shown.isEmpty()) {
            shown = List.of(shown.get(0), now);
          } else {
            shown = isNoteAtRisk ? List.of() : List.of(now);
          }
        }
      }
    }
    return shown;
  }

  /** Another account has asked for nothing. */
  void checkOwner(String owner) {
    assertEquals(
        List.of(),
        requests.stream().filter(request -> !request.account().equals(owner)).toList(),
        "sent by another account");
  }
}
