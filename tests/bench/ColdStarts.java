import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** From the start of a process over one cart to its end. */
final class ColdStarts {
  private static final class Contender {
    final String name;
    final ProcessBuilder builder;
    final String floor;
    final List<Double> millis = new ArrayList<>();
    double cpuNanos;

    /**
     * @param floor the name of the contender that it is compared with
     */
    Contender(String name, String floor, ProcessBuilder builder) {
      this.name = name;
      this.floor = floor;
      this.builder = builder;
    }

    Samples samples() {
      return new Samples(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private final Peers peers;
  private final Benchmark.Server server;
  private final Report report;
  private final int rounds;
  private final Path command;
  private final Path body;
  private final Path answer;

  ColdStarts(Peers peers, Benchmark.Server server, Report report, int rounds) throws IOException {
    this.peers = peers;
    this.server = server;
    this.report = report;
    this.rounds = rounds;
    this.command = Files.writeString(peers.work().resolve("command.json"), Benchmark.COMMAND);
    this.body = Files.writeString(peers.work().resolve("body.json"), Benchmark.BODY);
    this.answer = peers.work().resolve("answer.json");
  }

  void measure() throws IOException, InterruptedException {
    for (Peers.Java java : peers.javas()) {
      prepareInstallation(java);
    }
    measure("One cart, from start to end, over http", server.http());
    measure("One cart, from start to end, over TLS", server.tls());
  }

  private void measure(String title, LoopbackService service)
      throws IOException, InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender("curl", "curl", peers.curl(service, body)));
    for (Peers.Java java : peers.javas()) {
      addAll(contenders, java, service);
    }
    server.delay(0);
    for (int round = -1; round < rounds; round++) {
      // One after another in every round, so that whatever else the machine does hits all.
      for (Contender contender : contenders) {
        double cpuBefore = LineProcess.cpuNanosOfChildren();
        double millis = run(contender);
        if (round >= 0) {
          contender.millis.add(millis);
          contender.cpuNanos += LineProcess.cpuNanosOfChildren() - cpuBefore;
        }
      }
    }
    report.table(title, "what", "ms: median (least–most)", "processor ms", "× floor");
    for (Contender contender : contenders) {
      Samples floor =
          contenders.stream()
              .filter(other -> other.name.equals(contender.floor))
              .findFirst()
              .orElseThrow()
              .samples();
      report.row(
          contender.name,
          contender.samples(),
          contender.cpuNanos / 1e6 / rounds,
          contender.samples().median() / floor.median());
    }
  }

  private void addAll(List<Contender> contenders, Peers.Java java, LoopbackService service)
      throws IOException, InterruptedException {
    String suffix = ", Java " + java.release();
    String bare = "bare HttpClient" + suffix;
    contenders.add(new Contender(bare, bare, peers.httpClient(java, service, 1)));
    contenders.add(
        new Contender("partner-cart" + suffix, bare, peers.partnerCartMain(java, service)));
    String prepared = bare;
    for (Preparation preparation : Preparation.values()) {
      if (java.release() < preparation.since) {
        continue;
      }
      prepared = bare + ", " + preparation.words;
      contenders.add(
          new Contender(
              prepared,
              prepared,
              peers.httpClient(
                  java,
                  service,
                  1,
                  prepare(
                      preparation,
                      java,
                      service,
                      "bare",
                      option -> peers.httpClient(java, service, 1, option)))));
      if (java.release() >= Preparation.AOT.since && preparation == Preparation.CDS) {
        contenders.add(
            new Contender(
                "partner-cart" + suffix + ", " + preparation.words,
                prepared,
                peers.partnerCartMain(
                    java,
                    service,
                    prepare(
                        preparation,
                        java,
                        service,
                        "partner-cart",
                        option -> peers.partnerCartMain(java, service, option)))));
      }
    }
    contenders.add(
        new Contender(
            "partner-cart" + suffix + ", as installed",
            prepared,
            peers.partnerCart(java, service)));
    if (peers.hasSdk()) {
      contenders.add(new Contender("SDK" + suffix, bare, peers.sdk(java, service, 1)));
    }
  }

  private enum Preparation {
    CDS(17, "CDS", "jsa", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
    AOT(25, "AOT cache", "aot", "-XX:AOTCacheOutput=", "-XX:AOTCache=");

    final int since;
    final String words;
    final String extension;
    final String make;
    final String use;

    Preparation(int since, String words, String extension, String make, String use) {
      this.since = since;
      this.words = words;
      this.extension = extension;
      this.make = make;
      this.use = use;
    }
  }

  private interface Starter {
    ProcessBuilder with(String javaOption);
  }

  /** Makes an archive in a run that is just like the ones which will use it. */
  private String prepare(
      Preparation preparation,
      Peers.Java java,
      LoopbackService service,
      String name,
      Starter starter)
      throws IOException, InterruptedException {
    Path archive =
        peers
            .work()
            .resolve(
                "%s-%d-%s.%s"
                    .formatted(
                        name,
                        java.release(),
                        service.address().substring(0, 5).replace(":", ""),
                        preparation.extension));
    if (!Files.exists(archive)) {
      ProcessBuilder builder =
          starter
              .with(preparation.make + archive)
              .redirectInput(command.toFile())
              .redirectOutput(answer.toFile())
              .redirectErrorStream(true);
      builder.start().waitFor();
    }
    return preparation.use + archive;
  }

  /** Starts the launcher once and waits for what it prepares in the background. */
  private void prepareInstallation(Peers.Java java) throws IOException, InterruptedException {
    peers
        .partnerCart(java, server.http(), "--version")
        .redirectOutput(answer.toFile())
        .start()
        .waitFor();
    Path lib = peers.installation().resolve("lib");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (Files.exists(lib.resolve(".preparing")) || !isPrepared(lib, java)) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the launcher prepared nothing for Java " + java.version());
      }
      Thread.sleep(50);
    }
  }

  private static boolean isPrepared(Path lib, Peers.Java java) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.anyMatch(
          file -> file.getFileName().toString().matches("classes-" + java.release() + "\\b.*"));
    }
  }

  private double run(Contender contender) throws IOException, InterruptedException {
    ProcessBuilder builder =
        contender
            .builder
            .redirectInput(command.toFile())
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    double millis = (System.nanoTime() - start) / 1e6;
    if (exitCode != 0 || !Files.readString(answer).contains("0a719251")) {
      throw new IOException(contender.name + " made no cart: " + Files.readString(answer));
    }
    return millis;
  }
}
