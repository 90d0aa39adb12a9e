package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All faults, by name. */
final class Scenarios {
  private static final Path CLOCK =
      Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")
          .map(lib -> Path.of(lib, "faketime/libfaketimeMT.so.1"))
          .filter(Files::exists)
          .findFirst()
          .orElse(Path.of(""));

  /** Those after which a run is to go on where the one before stood. */
  private static final Set<String> ALSO_WITH_A_JOURNAL =
      Set.of(
          "answer lost after the cart was made",
          "everything at once",
          "SIGINT",
          "SIGTERM",
          "kill -9 at random moments",
          "closed stdout",
          "full disk");

  /** While nothing is answered, commands wait for their turn to ask: for a short time here. */
  private static final String[] IN_VAIN = {"--timeout", "3", "--max-attempts", "2"};

  private Scenarios() {}

  /** Those that end the same way on every machine. */
  static List<Experiment> ofTheBuild() {
    return Stream.concat(scenarios(), Mix.all().stream()).toList();
  }

  private static Stream<Scenario> scenarios() {
    return Stream.of(connections(), answers(), encryption(), surroundings(), endings(), limits())
        .flatMap(s -> s)
        .flatMap(
            s ->
                ALSO_WITH_A_JOURNAL.contains(s.name())
                    ? Stream.of(s, s.journaled())
                    : Stream.of(s));
  }

  /** Also jumps of the clock, under libfaketime, where a run now and then does not end in time. */
  static List<Experiment> all() {
    Stream<Experiment> jumps =
        CLOCK.toString().isEmpty()
            ? Stream.of()
            : Stream.of(Scenario.of("clock jumps", Scenarios::jump));
    return Stream.concat(ofTheBuild().stream(), jumps).toList();
  }

  /** Why those that are left out are. */
  static List<String> leftOut() {
    return CLOCK.toString().isEmpty()
        ? List.of("clock jumps: libfaketime is not installed")
        : List.of();
  }

  private static Stream<Scenario> connections() {
    return Stream.of(
        Scenario.of(
            "connection refused",
            trial -> {
              trial.relay.refuse();
              assertOutcomes(trial.run(trial.process(IN_VAIN)), "NotSent");
              trial.relay.listen();
            }),
        Scenario.of(
            "connection refused for a while",
            trial -> {
              trial.relay.refuse();
              try (PartnerCartProcess process = trial.process("--max-attempts", "6").start()) {
                CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                // Whether it came before or after the first attempts, the outcome is the same.
                trial.relay.listen();
                assertEquals(List.of(), trial.account(process.end()));
                feeding.get(30, TimeUnit.SECONDS);
              }
            }),
        relayed("reset before the request", RelayFault.RESET_BEFORE_REQUEST),
        relayed("reset during the request", RelayFault.RESET_DURING_REQUEST),
        relayed("reset after the request", RelayFault.RESET_AFTER_REQUEST),
        Scenario.of(
            "DNS failure",
            trial -> {
              Path hosts = Files.createFile(trial.file("hosts"));
              assertOutcomes(
                  trial.run(
                      trial
                          .processWithJava("-Djdk.net.hosts.file=" + hosts, IN_VAIN)
                          .environment(
                              "PARTNER_CART_ENDPOINT",
                              "https://partner-center.example:" + trial.relay.port())),
                  "NotSent");
              assertEquals(0, trial.relay.requests());
            }));
  }

  private static Stream<Scenario> answers() {
    return Stream.of(
        relayed("answer lost after the cart was made", RelayFault.ANSWER_LOST),
        Scenario.of(
            "every answer lost, then found by RequestId",
            trial -> {
              trial.inflict(1, RelayFault.ANSWER_LOST);
              assertOutcomes(trial.run(trial.process(IN_VAIN)), "Unknown", "NotSent");
            }),
        relayed("half an answer", RelayFault.HALF_HEADERS, RelayFault.HALF_BODY),
        relayed("an answer that is no cart", RelayFault.GARBAGE),
        relayed("slow loris that ends", RelayFault.DRIBBLED),
        Scenario.of(
            "slow loris without end",
            trial -> {
              trial.inflict(0.2, RelayFault.NEVER_ENDING);
              // On a slow machine the time may also be over before a request is sent.
              assertOutcomes(
                  trial.run(trial.process("--timeout", "3", "--max-attempts", "2")),
                  "Unknown",
                  "NotSent");
            }),
        relayed("429 storm without Retry-After", RelayFault.THROTTLED),
        relayed("429 storm with Retry-After", RelayFault.THROTTLED_WITH_RETRY_AFTER),
        Scenario.of(
            "429 to everything",
            trial -> {
              trial.inflict(1, RelayFault.THROTTLED);
              // Those that never had a turn were not sent.
              assertOutcomes(trial.run(trial.process("--timeout", "3")), "Rejected", "NotSent");
            }),
        relayed("5xx burst", RelayFault.ERROR_BEFORE_WORK, RelayFault.ERROR_AFTER_WORK),
        Scenario.of(
            "5xx to everything",
            trial -> {
              trial.inflict(1, RelayFault.ERROR_BEFORE_WORK, RelayFault.ERROR_AFTER_WORK);
              assertOutcomes(trial.run(trial.process(IN_VAIN)), "Unknown", "NotSent");
            }),
        Scenario.of(
            "everything at once",
            trial -> {
              trial.inflict(
                  0.6,
                  Stream.of(RelayFault.values())
                      .filter(f -> f != RelayFault.NONE && f != RelayFault.NEVER_ENDING)
                      .toArray(RelayFault[]::new));
              trial.run(trial.process("--max-attempts", "3", "--concurrency", "12"));
            }));
  }

  private static Stream<Scenario> encryption() {
    return Stream.of(
        Scenario.encrypted(
            "TLS alert instead of a handshake",
            trial -> {
              trial.inflict(1, RelayFault.ALERT_INSTEAD_OF_HANDSHAKE);
              assertOutcomes(trial.run(trial.process(IN_VAIN)), "NotSent");
            }),
        Scenario.encrypted(
            "TLS alert instead of an answer",
            trial -> {
              trial.inflict(0.3, RelayFault.ALERT_INSTEAD_OF_ANSWER);
              assertOutcomes(trial.run(trial.process("--max-attempts", "2")), "Unknown");
            }),
        Scenario.encrypted(
            "TLS connection cut anywhere",
            trial -> {
              trial.inflict(
                  0.3,
                  RelayFault.RESET_DURING_REQUEST,
                  RelayFault.ANSWER_LOST,
                  RelayFault.HALF_BODY);
              assertOutcomes(trial.run(trial.process("--max-attempts", "2")), "Unknown");
            }));
  }

  private static Stream<Scenario> surroundings() {
    return Stream.of(
        Scenario.of(
            "token that expires midway",
            trial -> {
              trial.relay.accept(Tokens.of("o", 1));
              Path token = Files.writeString(trial.file("token"), Tokens.of("o", 1));
              try (PartnerCartProcess process =
                  trial
                      .process("--access-token-file", token.toString())
                      .environment("PARTNER_CENTER_ACCESS_TOKEN", "")
                      .start()) {
                CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                awaitRequests(trial, 1 + trial.random.nextInt(10), process);
                replace(token, Tokens.of("o", 2));
                trial.relay.accept(Tokens.of("o", 2));
                assertEquals(List.of(), trial.account(process.end()));
                feeding.get(30, TimeUnit.SECONDS);
              }
              trial.relay.accept("token");
            }),
        Scenario.of(
            "token that expires midway and is not renewed",
            trial -> {
              try (PartnerCartProcess process = trial.process().start()) {
                CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                awaitRequests(trial, 1 + trial.random.nextInt(10), process);
                trial.relay.accept("token-2");
                assertOutcomes(trial.account(process.end()), "Rejected");
                feeding.get(30, TimeUnit.SECONDS);
              }
              trial.relay.accept("token");
            }));
  }

  /** The time of day jumps, days ahead and back, while requests are on their way. */
  private static void jump(Trial trial) throws Exception {
    trial.inflict(0.3, RelayFault.ANSWER_LOST, RelayFault.THROTTLED_WITH_RETRY_AFTER);
    Path clock = Files.writeString(trial.file("clock"), "+0\n");
    PartnerCartProcess.Setup setup =
        trial
            .process("--max-attempts", "8")
            .environment("FAKETIME_TIMESTAMP_FILE", clock.toString())
            .environment("FAKETIME_CACHE_DURATION", "1")
            .environment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .through("LD_PRELOAD=" + CLOCK + " exec \"$@\"");
    try (PartnerCartProcess process = setup.start()) {
      CompletableFuture<Void> feeding = feed(process, trial.batch.input());
      int before = trial.relay.requests();
      for (String offset : List.of("+10d", "-10d", "+1y")) {
        awaitRequests(trial, before + 4, process);
        before = trial.relay.requests();
        replace(clock, offset + "\n");
      }
      assertEquals(List.of(), trial.account(process.end()));
      feeding.get(30, TimeUnit.SECONDS);
    }
  }

  private static Stream<Scenario> endings() {
    return Stream.of(
        Scenario.of("SIGINT", trial -> signal(trial, "INT", 130)),
        Scenario.of("SIGTERM", trial -> signal(trial, "TERM", 143)),
        Scenario.of(
            "SIGSTOP and SIGCONT",
            trial -> {
              trial.inflict(0.3, RelayFault.DRIBBLED);
              try (PartnerCartProcess process = trial.process().start()) {
                CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                for (int i = 0; i < 3; i++) {
                  awaitRequests(
                      trial, trial.relay.requests() + 1 + trial.random.nextInt(4), process);
                  process.signal("STOP");
                  process.isAliveAfter(trial.random.nextInt(500));
                  process.signal("CONT");
                }
                assertEquals(List.of(), trial.account(process.end()));
                feeding.get(30, TimeUnit.SECONDS);
              }
            }),
        Scenario.of(
            "kill -9 at random moments",
            trial -> {
              for (int i = 0; i < 3 && trial.batch.open() > 0; i++) {
                trial.inflict(0.3, RelayFault.DRIBBLED, RelayFault.ANSWER_LOST);
                try (PartnerCartProcess process =
                    trial.process("--concurrency", "4", "--max-attempts", "10").start()) {
                  CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                  int least = trial.relay.requests() + trial.random.nextInt(trial.batch.open());
                  awaitRequests(trial, least, process);
                  process.signal("KILL");
                  trial.accountCut(process.end(), 137, 0);
                  feeding.get(30, TimeUnit.SECONDS);
                }
              }
            }),
        Scenario.of(
            "closed stdout",
            trial -> {
              trial.inflict(0.5, RelayFault.DRIBBLED);
              try (PartnerCartProcess process = trial.process("--concurrency", "4").start()) {
                CompletableFuture<Void> feeding = feed(process, trial.batch.input());
                awaitRequests(trial, 1 + trial.random.nextInt(8), process);
                process.closeOutput();
                assertEquals(1, process.exitCode());
                // In flight when the reader went away: told, as each may have been done.
                assertTrue(process.stderr().contains("could not be written"), process.stderr());
                trial.accountCut(new Output(1, "", process.stderr()), 1);
                feeding.get(30, TimeUnit.SECONDS);
              }
            }),
        Scenario.of(
            "no stdout from the start",
            trial -> {
              Output output = trial.process().through("exec \"$@\" >&-").run(trial.batch.input());
              trial.accountCut(output, 2);
              assertEquals(0, trial.relay.requests());
              assertTrue(output.stderr().contains("output is closed"), output.stderr());
            }),
        Scenario.of(
            "closed stdin",
            trial -> {
              String input = trial.batch.input();
              int end = 1 + trial.random.nextInt(input.length() - 1);
              trial.accountCutInput(trial.process().run(input.substring(0, end)), input, end);
            }),
        Scenario.of(
            "no stdin from the start",
            trial -> {
              Output output = trial.process().through("exec \"$@\" <&-").run("");
              assertEquals(new Output(0, "", ""), output);
            }));
  }

  private static Stream<Scenario> limits() {
    return Stream.of(
        Scenario.of(
            "full disk",
            trial -> {
              Output output =
                  trial
                      .process("--concurrency", "4")
                      .through("exec \"$@\" >/dev/full")
                      .run(trial.batch.input());
              trial.accountCut(output, 1);
              assertTrue(output.stderr().contains("could not be written"), output.stderr());
            }),
        Scenario.of(
            "disk that fills up midway",
            trial -> {
              Path file = trial.file("answers");
              Output output =
                  trial
                      .process("--concurrency", "4")
                      .through("ulimit -f 8; exec \"$@\" >" + file)
                      .run(trial.batch.input());
              trial.accountCut(
                  new Output(output.exitCode(), Files.readString(file), output.stderr()), 1);
              assertTrue(output.stderr().contains("could not be written"), output.stderr());
            }),
        Scenario.of(
            "out of file descriptors",
            trial -> {
              trial.inflict(0.5, RelayFault.DRIBBLED);
              trial.run(
                  trial
                      .process("--concurrency", "32", "--max-attempts", "2")
                      .through("ulimit -n " + (20 + trial.random.nextInt(20)) + "; exec \"$@\""));
            }),
        new Scenario(
            "out of memory",
            24,
            600_000,
            false,
            false,
            trial ->
                trial.run(
                    trial.processWithJava(
                        "-Xmx" + (24 + trial.random.nextInt(16)) + "m",
                        "--timeout",
                        "10",
                        "--max-attempts",
                        "2"))));
  }

  private static Scenario relayed(String name, RelayFault... faults) {
    return Scenario.of(
        name,
        trial -> {
          trial.inflict(0.4, faults);
          trial.run(trial.process("--max-attempts", "3"));
        });
  }

  private static void signal(Trial trial, String signal, int exitCode) throws Exception {
    trial.inflict(0.5, RelayFault.DRIBBLED, RelayFault.ANSWER_LOST);
    try (PartnerCartProcess process = trial.process("--concurrency", "4").start()) {
      CompletableFuture<Void> feeding = feed(process, trial.batch.input());
      boolean heeds = process.heeds(signal);
      awaitRequests(trial, 1 + trial.random.nextInt(10), process);
      process.signal(signal);
      Output output = process.end();
      if (heeds) {
        trial.accountCut(output, exitCode);
      } else {
        trial.account(output);
      }
      feeding.get(30, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Void> feed(PartnerCartProcess process, String input) {
    CompletableFuture<Void> fed = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              process.feed(in -> in.write(input.getBytes(StandardCharsets.UTF_8)));
              fed.complete(null);
            });
    thread.setDaemon(true);
    thread.start();
    return fed;
  }

  /** Waits for requests, or for the end of a process that was through before they were so many. */
  private static void awaitRequests(Trial trial, int least, PartnerCartProcess process)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (trial.relay.requests() < least && process.isAliveAfter(2)) {
      assertTrue(System.nanoTime() < end, "the process sent too few requests");
    }
  }

  private static void replace(Path file, String text) throws Exception {
    Path other = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void assertOutcomes(List<JsonObject> errors, String... expected) {
    Set<String> outcomes =
        errors.stream().map(e -> e.get("Outcome").getAsString()).collect(Collectors.toSet());
    assertTrue(Set.of(expected).containsAll(outcomes), errors::toString);
  }
}
