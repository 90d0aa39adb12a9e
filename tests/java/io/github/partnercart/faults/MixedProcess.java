package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The process of a mixed batch: its runs have one journal, and end with the right exit code. */
final class MixedProcess {
  /** The exit code after kill -9. */
  private static final int KILLED = 137;

  private static final String LEFT_OPEN = "may have been done and is not in this input";

  private final Path directory;
  private final MixedService service;
  private final FaultyRelay relay;
  private int runs;

  MixedProcess(Path directory, MixedService service, FaultyRelay relay) {
    this.directory = directory;
    this.service = service;
    this.relay = relay;
  }

  /** How often it was started. */
  int runs() {
    return runs;
  }

  /** A run without a journal. */
  PartnerCartProcess.Setup plain(String account, String... options) {
    runs++;
    service.nextRun();
    String token = Tokens.of(account, 1);
    relay.accept(token);
    return PartnerCartProcess.with(options)
        .environment("PARTNER_CART_ENDPOINT", "http://localhost:" + relay.port())
        .environment("PARTNER_CENTER_ACCESS_TOKEN", token);
  }

  /** A run with the journal. */
  PartnerCartProcess.Setup journaled(String account, String... options) {
    return plain(account, options)
        .environment("PARTNER_CART_JOURNAL", directory.resolve("journal").toString());
  }

  /** The same, with the access token in a file. */
  PartnerCartProcess.Setup journaledByFile(String account) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), Tokens.of(account, 1));
    return journaled(account, "--access-token-file", token.toString())
        .environment("PARTNER_CENTER_ACCESS_TOKEN", "");
  }

  static String input(List<MixedLine> lines) {
    return lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
  }

  /**
   * Reads what a run has printed.
   *
   * @param open the lines of earlier runs that are open for certain
   */
  MixedRun read(List<MixedLine> lines, Output output, Set<MixedLine> open) {
    boolean isCut = output.exitCode() == KILLED;
    List<MixedAnswer> answers = MixedAnswer.match(lines, output, isCut);
    if (!isCut) {
      List<String> leftOpen = output.stderr().lines().filter(l -> l.contains(LEFT_OPEN)).toList();
      List<MixedLine> fixed = lines.stream().map(MixedLine::fixed).toList();
      checkNames(leftOpen, fixed, open.stream().filter(line -> !fixed.contains(line)).toList());
      assertEquals(
          MixedExitCode.of(answers, !leftOpen.isEmpty()), output.exitCode(), output::toString);
    }
    return new MixedRun(runs, lines, answers, isCut);
  }

  /** What is open and not in the input is named, and nothing that is in it. */
  private static void checkNames(List<String> named, List<MixedLine> lines, List<MixedLine> open) {
    List<MixedLine> wrongly =
        lines.stream().filter(line -> line.isKeyed() && isNamed(line, named)).toList();
    assertEquals(List.of(), wrongly, () -> "in the input, but named: " + named);
    List<MixedLine> missing =
        open.stream().filter(line -> line.isKeyed() && !isNamed(line, named)).toList();
    assertEquals(List.of(), missing, () -> "open, but not among " + named);
    long withoutKey = named.stream().filter(name -> name.contains("without a key")).count();
    long openWithoutKey = open.stream().filter(line -> !line.isKeyed()).count();
    assertEquals(
        openWithoutKey, Math.min(openWithoutKey, withoutKey), () -> open + ", but " + named);
  }

  private static boolean isNamed(MixedLine line, List<String> named) {
    return named.stream().anyMatch(name -> name.contains("\"" + line.key() + "\""));
  }
}
