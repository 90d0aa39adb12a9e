package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One batch, the sandbox that it is bought from, and the faults between them. */
final class Trial implements AutoCloseable {
  private static final Pattern STACK_TRACE =
      Pattern.compile("^\\s+at [\\w.$/]+\\(|^Exception in thread|^Caused by:", Pattern.MULTILINE);

  final Random random;
  final Path directory;
  final FaultyRelay relay;
  final Batch batch;
  private final boolean isJournaled;
  private final Sandbox sandbox;
  private final @Nullable TestCertificate certificate;
  private int runs;
  private int repeated;

  Trial(Path directory, Scenario scenario, long seed) throws Exception {
    this.random = new Random(seed);
    this.directory = directory;
    this.isJournaled = scenario.isJournaled();
    this.batch =
        isJournaled
            ? Batch.withoutRequestIds(scenario.commands(), scenario.itemNameLength())
            : Batch.withRequestIds(scenario.commands(), scenario.itemNameLength(), random);
    this.sandbox = Sandbox.start(SandboxOptions.defaults());
    this.certificate = scenario.isEncrypted() ? TestCertificate.in(directory) : null;
    this.relay =
        new FaultyRelay(
            RelayedService.at(sandbox.address()),
            certificate == null ? null : certificate.serverSockets());
  }

  /** Each request suffers one of these faults with this probability. */
  void inflict(double probability, RelayFault... faults) {
    Random drawing = new Random(random.nextLong());
    Supplier<RelayFault> draw =
        () -> {
          synchronized (drawing) {
            return drawing.nextDouble() < probability
                ? faults[drawing.nextInt(faults.length)]
                : RelayFault.NONE;
          }
        };
    relay.faults(draw);
  }

  /** The process, set up to buy through the relay. */
  PartnerCartProcess.Setup process(String... options) {
    return processWithJava("", options);
  }

  PartnerCartProcess.Setup processWithJava(String javaOptions, String... options) {
    PartnerCartProcess.Setup setup =
        PartnerCartProcess.with(options)
            .environment(
                "PARTNER_CART_ENDPOINT",
                (certificate == null ? "http" : "https") + "://localhost:" + relay.port())
            .environment("PARTNER_CENTER_ACCESS_TOKEN", "token");
    if (isJournaled) {
      setup = setup.environment("PARTNER_CART_JOURNAL", directory.resolve("journal").toString());
    }
    String trust = certificate == null ? "" : certificate.javaOptions();
    String all = (trust + " " + javaOptions).strip();
    return all.isEmpty() ? setup : setup.javaOptions(all);
  }

  /** Runs the batch to its end. */
  List<JsonObject> run(PartnerCartProcess.Setup setup) throws Exception {
    return account(setup.run(batch.input()));
  }

  /** Accounts for a run in which each command was answered. */
  List<JsonObject> account(Output output) throws Exception {
    List<JsonObject> errors = check(output, false);
    assertEquals(errors.isEmpty(), output.exitCode() == 0, output::toString);
    return errors;
  }

  /** Accounts for a run that was ended before its time. */
  List<JsonObject> accountCut(Output output, int... exitCodes) throws Exception {
    List<JsonObject> errors = check(output, true);
    assertTrue(
        Arrays.stream(exitCodes).anyMatch(code -> code == output.exitCode()), output::toString);
    return errors;
  }

  /** Accounts for a run whose input ended at a byte, maybe in the middle of a command. */
  void accountCutInput(Output output, String input, int end) throws Exception {
    runs++;
    assertFalse(STACK_TRACE.matcher(output.stderr()).find(), output::stderr);
    boolean endsWithinLine = input.charAt(end - 1) != '\n' && input.charAt(end) != '\n';
    long lines = input.substring(0, end).lines().count();
    assertEquals(lines, output.stdout().lines().count(), output::toString);
    assertEquals(endsWithinLine ? 4 : 0, output.exitCode(), output::toString);
    String stdout = output.stdout();
    int lastAnswer = stdout.lastIndexOf('\n', stdout.length() - 2) + 1;
    if (endsWithinLine) {
      assertTrue(stdout.substring(lastAnswer).contains("NotSent"), stdout);
    }
    batch.account(
        new Output(0, endsWithinLine ? stdout.substring(0, lastAnswer) : stdout, ""),
        true,
        relay::isDone);
  }

  private List<JsonObject> check(Output output, boolean mayBeCut) {
    runs++;
    assertFalse(STACK_TRACE.matcher(output.stderr()).find(), output::stderr);
    return batch.account(output, mayBeCut, relay::isDone);
  }

  /** A file that is the process's standard output. */
  Path file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.deleteIfExists(file);
    return file;
  }

  /** Repeats what is open until it is done, with nothing in the way. */
  void settle() throws Exception {
    relay.faults(() -> RelayFault.NONE);
    repeated = batch.open();
    if (batch.open() > 0) {
      assertEquals(List.of(), run(process()));
    }
    assertEquals(0, batch.open(), "lines without an answer that they are done");
  }

  /** What became of the batch so far. */
  Tally tally() {
    long carts = sandbox.statistics().cartsCreated();
    return new Tally(
        1,
        runs,
        batch.size(),
        repeated,
        Math.max(0, carts - batch.size()),
        Math.max(0, batch.size() - carts),
        0);
  }

  @Override
  public void close() {
    relay.close();
    sandbox.close();
  }
}
