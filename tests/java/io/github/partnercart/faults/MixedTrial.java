package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One mixed batch and its runs. */
final class MixedTrial {
  private static final int CARTS = 3;
  private static final int RUNS = 3;
  private static final int MOST_LAST_RUNS = 5;
  private static final String OWNER = "owner";
  private static final String OTHER = "other";

  /** What another run can change: a look at the cart, or the command before it. */
  private static final Set<String> PUT_OFF = Set.of("EarlierCommandFailed", "CartChanged");

  private final MixedService service;
  private final FaultyRelay relay;
  private final Random random;
  private final MixedProcess process;
  private final MixedAccount account = new MixedAccount();
  private final MixedBatch batch;
  private int repeated;

  MixedTrial(Path directory, MixedService service, FaultyRelay relay, Random random)
      throws Exception {
    this.service = service;
    this.relay = relay;
    this.random = random;
    this.process = new MixedProcess(directory, service, relay);
    this.batch = new MixedBatch(carts(), random);
  }

  private List<String> carts() throws Exception {
    // Each has another quantity, by which the line that made it is known.
    String input =
        IntStream.rangeClosed(1, CARTS)
            .mapToObj(i -> new MixedLine(MixedLine.Kind.NEW, null, i, false, false).json() + "\n")
            .collect(Collectors.joining());
    return process.plain(OWNER).run(input).answers().stream()
        .map(cart -> cart.get("CartId").getAsString())
        .toList();
  }

  Tally tally(Mix mix) throws Exception {
    for (int i = 0; i < RUNS; i++) {
      boolean isOthersTurn = mix.withAnotherAccount() && i > 0;
      faultyRun(batch.lines(), isOthersTurn);
      if (isOthersTurn) {
        anotherAccountsRun(i == 1 ? process.journaled(OTHER) : process.journaledByFile(OTHER));
      }
      batch.edit(account.made());
    }
    batch.complete();
    int commands = batch.lines().size();
    List<String> losses = new ArrayList<>(lastRuns());
    MixedLedger ledger = new MixedLedger(service, account);
    ledger.checkOwner(OWNER);
    ledger.checkOrders();
    losses.addAll(ledger.losses());
    List<String> duplicates = ledger.duplicates(mix.memory());
    duplicates.forEach(text -> System.out.println(mix.name() + ": " + text));
    losses.forEach(text -> System.out.println(mix.name() + ": " + text));
    return new Tally(1, process.runs(), commands, repeated, duplicates.size(), losses.size(), 0);
  }

  /**
   * A run in which answers are lost, and that is killed in two cases of three.
   *
   * @param leavesMuchOpen whether most answers are lost, and all lines are run
   */
  private void faultyRun(List<MixedLine> lines, boolean leavesMuchOpen) throws Exception {
    Random drawing = new Random(random.nextLong());
    RelayFault[] faults = {
      RelayFault.ANSWER_LOST,
      RelayFault.ERROR_AFTER_WORK,
      RelayFault.ERROR_BEFORE_WORK,
      RelayFault.RESET_AFTER_REQUEST,
      RelayFault.DRIBBLED,
      RelayFault.THROTTLED
    };
    relay.faults(
        () -> {
          synchronized (drawing) {
            if (leavesMuchOpen) {
              return drawing.nextInt(3) == 0 ? RelayFault.NONE : RelayFault.ANSWER_LOST;
            }
            return drawing.nextInt(3) == 0
                ? faults[drawing.nextInt(faults.length)]
                : RelayFault.NONE;
          }
        });
    boolean isKilled = random.nextInt(3) > 0 && !leavesMuchOpen;
    try (PartnerCartProcess running =
        process.journaled(OWNER, "--concurrency", "4", "--max-attempts", "2").start()) {
      int until = relay.requests() + 1 + random.nextInt(2 * lines.size());
      running.write(MixedProcess.input(lines));
      running.closeInput();
      while (isKilled && relay.requests() < until && running.isAliveAfter(1)) {
        // Its requests go on.
      }
      if (isKilled) {
        running.signal("KILL");
      }
      note(process.read(lines, running.end(), account.open()));
    }
  }

  /** At once: what a run says of what was not done must be right before a later run does it. */
  private void note(MixedRun run) {
    account.add(run);
    new MixedLedger(service, account).checkFailures();
  }

  /** Another account gets what is done or open: it is told whose it is, and sends nothing. */
  private void anotherAccountsRun(PartnerCartProcess.Setup setup) throws Exception {
    relay.faults(() -> RelayFault.NONE);
    // What the owner never sent would be the other one's to do.
    List<MixedLine> owned = batch.lines().stream().filter(account::isOwned).toList();
    MixedRun run = run(owned, setup);
    for (MixedAnswer answer : run.answers()) {
      assertTrue(!answer.isDone(), answer::toString);
      assertEquals("OtherAccount", answer.errorId(), answer::toString);
      assertEquals("Unknown", answer.outcome(), answer::toString);
    }
    new MixedLedger(service, account).checkOwner(OWNER);
  }

  private MixedRun run(List<MixedLine> lines, PartnerCartProcess.Setup setup) throws Exception {
    return process.read(lines, setup.run(MixedProcess.input(lines)), account.open());
  }

  /** The loop of the README, with nothing in the way. */
  private MixedRun runUntilDone(List<MixedLine> lines) throws Exception {
    for (int i = 0; i < MOST_LAST_RUNS; i++) {
      Output output = process.journaled(OWNER).run(MixedProcess.input(lines));
      MixedRun run = process.read(lines, output, account.open());
      note(run);
      if (output.exitCode() != 1) {
        return run;
      }
    }
    throw new AssertionError("it never ends: " + lines);
  }

  /**
   * Without faults all ends: at once where nobody put lines in another order, else after a person
   * has given up what was refused for good, and has looked at the carts.
   *
   * @return the lines that can't be finished, a sentence each
   */
  private List<String> lastRuns() throws Exception {
    repeated = (int) batch.lines().stream().filter(l -> account.done(l).isEmpty()).count();
    MixedRun run = runUntilDone(batch.lines());
    failures(run).forEach(a -> assertTrue(batch.isDisordered(a.line()), () -> a + "\n" + run));
    MixedRun last = run;
    for (int i = 0; !failures(last).isEmpty(); i++) {
      assertNotEquals(2 * MOST_LAST_RUNS, i, "it never ends: " + last);
      for (MixedAnswer failure : failures(last)) {
        if (!PUT_OFF.contains(failure.errorId())) {
          checkRefusal(failure);
          batch.giveUp(failure.line());
        }
      }
      last = runUntilDone(batch.linesWithLooks());
    }
    // Once more: what this sends is sent again, and the ledger counts it.
    List<MixedAnswer> again = failures(runUntilDone(batch.lines()));
    return again.stream().map(answer -> "not done: " + answer).toList();
  }

  private static List<MixedAnswer> failures(MixedRun run) {
    return run.answers().stream().filter(answer -> !answer.isDone()).toList();
  }

  /** Only a change can be refused for good: of an ordered cart, or if others came between. */
  private void checkRefusal(MixedAnswer failure) {
    boolean isOrdered =
        service.requests().stream()
            .anyMatch(
                r ->
                    r.kind() == MixedLine.Kind.SUBMIT
                        && r.isDone()
                        && r.cart().equals(failure.line().cart()));
    assertTrue(failure.line().isUpdate(), failure::toString);
    assertTrue(isOrdered || failure.errorId().equals("OutcomeUnknown"), failure::toString);
  }
}
