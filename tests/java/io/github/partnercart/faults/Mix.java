package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * All changes on few carts, with and without keys, over several runs with one journal: answers are
 * lost, the process is killed, the batch is edited, and another account tries it. Nothing is bought
 * that was not answered last, nothing twice, and the run after the last fault ends it.
 */
record Mix(RequestIdMemory memory, boolean withAnotherAccount) implements Experiment {
  private static final int CARTS = 3;
  private static final int RUNS = 4;
  private static final int MOST_LAST_RUNS = 5;

  static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (RequestIdMemory memory : RequestIdMemory.values()) {
      all.add(new Mix(memory, false));
      all.add(new Mix(memory, true));
    }
    return all;
  }

  @Override
  public String name() {
    return "all changes, ids known "
        + memory.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (withAnotherAccount ? ", two accounts" : "");
  }

  @Override
  public Tally trial(Path directory, long seed) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
        FaultyRelay relay = new FaultyRelay(sandbox.address(), null)) {
      return new Runs(directory, sandbox, relay, new Random(seed)).tally();
    } catch (AssertionError | Exception e) {
      throw new AssertionError(name() + ", seed " + seed + ": " + e, e);
    }
  }

  /** One batch and its runs. */
  private final class Runs {
    private final Path directory;
    private final Sandbox sandbox;
    private final FaultyRelay relay;
    private final Random random;
    private final MixedAccount account = new MixedAccount();
    private int runs;

    Runs(Path directory, Sandbox sandbox, FaultyRelay relay, Random random) {
      this.directory = directory;
      this.sandbox = sandbox;
      this.relay = relay;
      this.random = random;
    }

    Tally tally() throws Exception {
      relay.remembers(memory);
      MixedBatch batch = new MixedBatch(carts(), random);
      int commands = 0;
      for (int i = 0; i < RUNS; i++) {
        commands += batch.lines().size();
        faultyRun(batch.lines());
        batch.edit();
        if (withAnotherAccount && i == 1) {
          anotherAccountsRun(batch.lines());
        }
      }
      batch.fixAll();
      lastRuns(batch.lines());
      checkService(batch);
      return new Tally(1, runs, commands + batch.lines().size(), commands, 0, 0, 0);
    }

    private List<String> carts() throws Exception {
      String input = (Commands.newCart(Commands.lineItem("")) + "\n").repeat(CARTS);
      return process("owner").run(input).answers().stream()
          .map(cart -> cart.get("CartId").getAsString())
          .toList();
    }

    private PartnerCartProcess.Setup process(String who, String... options) {
      runs++;
      String token = Tokens.of(who, 1);
      relay.accept(token);
      return PartnerCartProcess.with(options)
          .environment("PARTNER_CART_ENDPOINT", "http://localhost:" + relay.port())
          .environment("PARTNER_CENTER_ACCESS_TOKEN", token);
    }

    private PartnerCartProcess.Setup journaled(String who, String... options) {
      return process(who, options)
          .environment("PARTNER_CART_JOURNAL", directory.resolve("journal").toString());
    }

    private static String input(List<MixedLine> lines) {
      return lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    }

    /** A run in which answers are lost, and that is killed in two cases of three. */
    private void faultyRun(List<MixedLine> lines) throws Exception {
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
              return drawing.nextInt(3) == 0
                  ? faults[drawing.nextInt(faults.length)]
                  : RelayFault.NONE;
            }
          });
      PartnerCartProcess.Setup setup =
          journaled("owner", "--concurrency", "4", "--max-attempts", "2");
      boolean isKilled = random.nextInt(3) > 0;
      try (PartnerCartProcess process = setup.start()) {
        int until = relay.requests() + 1 + random.nextInt(2 * lines.size());
        process.write(input(lines));
        process.closeInput();
        while (isKilled && relay.requests() < until && process.isAliveAfter(1)) {
          // Its requests go on.
        }
        if (isKilled) {
          process.signal("KILL");
        }
        Output output = process.end();
        int failed = account.account(lines, output, isKilled);
        if (!isKilled) {
          checkExitCode(output, failed);
        }
      }
    }

    private void anotherAccountsRun(List<MixedLine> lines) throws Exception {
      relay.faults(() -> RelayFault.NONE);
      long orders = sandbox.statistics().ordersPlaced();
      // What the first account never sent would be the second one's to do.
      List<MixedLine> known = lines.stream().filter(account::knows).toList();
      Output output = journaled("other").run(input(known));
      assertEquals(known.size(), output.answers().size(), output::toString);
      output.answers().forEach(a -> assertTrue(a.has("Error"), output::toString));
      assertEquals(orders, sandbox.statistics().ordersPlaced(), output::toString);
    }

    /** With nothing in the way, the loop of the README ends. */
    private void lastRuns(List<MixedLine> lines) throws Exception {
      relay.faults(() -> RelayFault.NONE);
      Output output = new Output(1, "", "");
      for (int i = 0; output.exitCode() == 1; i++) {
        assertNotEquals(MOST_LAST_RUNS, i, "it never ends: " + output);
        output = journaled("owner").run(input(lines));
        checkExitCode(output, account.account(lines, output, false));
      }
    }

    private void checkExitCode(Output output, int failed) {
      List<Integer> expected = failed > 0 ? List.of(1, 4) : List.of(0, 4);
      assertTrue(expected.contains(output.exitCode()), output::toString);
    }

    private void checkService(MixedBatch batch) throws Exception {
      long carts = sandbox.statistics().cartsCreated() - CARTS;
      assertTrue(
          memory != RequestIdMemory.FOR_EVER || carts <= batch.news(), () -> carts + " carts");
      assertTrue(account.made().size() <= carts, () -> carts + " carts");
      long orders = sandbox.statistics().ordersPlaced();
      assertTrue(account.ordered().size() <= orders && orders <= CARTS, () -> orders + " orders");
      String gets =
          account.made().stream()
              .map(id -> Commands.getCart(id) + "\n")
              .collect(Collectors.joining());
      assertEquals(0, process("owner").run(gets).exitCode());
    }
  }
}
