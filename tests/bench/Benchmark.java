import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Starts the server, measures what was asked for, and reports it; tests/bench/run starts it. */
final class Benchmark {
  /** The command that is measured everywhere. */
  static final String COMMAND =
      """
      {"Command":"New-PartnerCustomerCart","Parameters":{\
      "CustomerId":"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08","LineItems":[{"BillingCycle":"OneTime",\
      "CatalogItemId":"DG7GMGF0DWTL:0001:DG7GMGF0DSJB","FriendlyName":"Sample RI Purchase",\
      "ProvisioningContext":{"duration":"1Year","scope":"shared",\
      "subscriptionId":"D526EF3A-35E6-477F-A64C-906F6177FBFA"},"Quantity":10}]}}
      """;

  /** The body that it becomes, for those that are no command's reader. */
  static final String BODY =
      """
      {"lineItems":[{"billingCycle":"OneTime","catalogItemId":"DG7GMGF0DWTL:0001:DG7GMGF0DSJB",\
      "friendlyName":"Sample RI Purchase","id":0,"provisioningContext":{"duration":"1Year",\
      "scope":"shared","subscriptionId":"D526EF3A-35E6-477F-A64C-906F6177FBFA"},"quantity":10}]}""";

  private static final List<String> SECTIONS =
      List.of("cold", "latency", "throughput", "memory", "module", "goodput");

  private Benchmark() {}

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[0]);
    List<String> asked = new ArrayList<>(Arrays.asList(args).subList(1, args.length));
    boolean isQuick = asked.remove("--quick");
    Set<String> sections = new TreeSet<>(asked.isEmpty() ? SECTIONS : asked);
    if (!SECTIONS.containsAll(sections)) {
      System.err.println("There are --quick and " + String.join(", ", SECTIONS) + ".");
      System.exit(2);
    }
    Instant start = Instant.now();
    Peers peers = new Peers(work, work.resolve("partner-cart"));
    Report report = new Report();
    describe(report, peers);
    try (Server server = Server.start(work, peers.javas().get(0))) {
      if (sections.contains("cold")) {
        new ColdStarts(peers, server, report, isQuick ? 3 : 9).measure();
      }
      if (sections.contains("latency")) {
        new Latency(peers, server, report, isQuick ? 3 : 9).measure();
      }
      if (sections.contains("throughput")) {
        new Throughput(peers, server, report, isQuick ? 3 : 7).measure();
      }
      if (sections.contains("memory")) {
        new Memory(peers, server, report, isQuick ? 30_000 : 1_000_000).measure();
      }
      if (sections.contains("goodput")) {
        new Goodput(peers, report, isQuick ? 20 : 45).measure();
      }
      if (sections.contains("module")) {
        module(server, report);
      }
    }
    System.out.println();
    report.tell("load afterwards", load());
    report.tell("took", Duration.between(start, Instant.now()).toSeconds() + " s");
    report.write(work.resolve("result.json"));
  }

  private static void describe(Report report, Peers peers) throws IOException {
    report.tell("date", Instant.now().toString());
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.replaceFirst(".*: ", ""))
            .findFirst()
            .orElse("unknown");
    report.tell("processor", Runtime.getRuntime().availableProcessors() + " × " + processor);
    report.tell("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    for (Peers.Java java : peers.javas()) {
      report.tell("Java " + java.release(), java.version());
    }
    report.tell(
        "Microsoft's SDK", peers.hasSdk() ? "found" : "not measured, as Maven doesn't find it");
    report.tell("load before", load());
  }

  private static String load() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).replaceFirst(" \\d+/.*\\s*", "");
  }

  /** The server in a process of its own. */
  record Server(Process process, BufferedReader answers, LoopbackService http, LoopbackService tls)
      implements AutoCloseable {
    static Server start(Path work, Peers.Java java) throws IOException {
      Process process =
          new ProcessBuilder(
                  java.binary("java"),
                  "-Djavax.net.ssl.keyStore=" + work.resolve("server.p12"),
                  "-Djavax.net.ssl.keyStorePassword=changeit",
                  "-cp",
                  work.resolve("classes").toString(),
                  "LoopbackServer")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
      String[] ports = answers.readLine().split(" ");
      Path trustStore = work.resolve("trusted.store");
      Path certificates = work.resolve("trusted.pem");
      return new Server(
          process,
          answers,
          new LoopbackService("http://127.0.0.1:" + ports[0], trustStore, certificates),
          new LoopbackService("https://127.0.0.1:" + ports[1], trustStore, certificates));
    }

    void delay(int millis) throws IOException {
      OutputStream settings = process.getOutputStream();
      settings.write((millis + "\n").getBytes(StandardCharsets.US_ASCII));
      settings.flush();
      answers.readLine();
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
    }
  }

  private static void module(Server server, Report report) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getenv().getOrDefault("PWSH", "pwsh"),
            "-NoProfile",
            "-File",
            "tests/bench/module.ps1");
    builder.environment().put("PARTNER_CART_ENDPOINT", server.http().address());
    builder.environment().put("PARTNER_CENTER_ACCESS_TOKEN", "x");
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      report.tell("PowerShell module", "not measured: " + e.getMessage());
      return;
    }
    process.getOutputStream().close();
    report.table("PowerShell module", "what", "value");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(" {2,}", 2);
        report.row(cells[0].toLowerCase(Locale.ROOT), cells.length > 1 ? cells[1] : "");
      }
    }
  }
}
