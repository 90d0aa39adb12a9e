import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of one process after ever more commands. */
final class Memory {
  private static final int CONCURRENCY = 8;
  private static final int BATCH = 10_000;

  private final Peers peers;
  private final Benchmark.Server server;
  private final Report report;
  private final int most;

  Memory(Peers peers, Benchmark.Server server, Report report, int most) {
    this.peers = peers;
    this.server = server;
    this.report = report;
    this.most = most;
  }

  void measure() throws IOException, InterruptedException {
    server.delay(0);
    Peers.Java java = peers.javas().get(0);
    report.table(
        "Memory, Java " + java.release(), "what", "commands", "resident MiB", "heap in use MiB");
    try (LineProcess bare = new LineProcess(peers.httpClient(java, server.http(), CONCURRENCY))) {
      measure("bare HttpClient", bare, java, BATCH);
    }
    try (LineProcess partnerCart =
        new LineProcess(
            peers.partnerCart(
                java, server.http(), "--concurrency", Integer.toString(CONCURRENCY)))) {
      measure("partner-cart", partnerCart, java, most);
    }
  }

  private void measure(String name, LineProcess process, Peers.Java java, int last)
      throws IOException, InterruptedException {
    byte[] command = Benchmark.COMMAND.getBytes(StandardCharsets.UTF_8);
    byte[] commands = Benchmark.COMMAND.repeat(BATCH).getBytes(StandardCharsets.UTF_8);
    process.exchange(command, 1);
    row(name, process, java, 1);
    for (int done = 0; done < last; done += BATCH) {
      process.exchange(commands, BATCH);
      if (done == 0 || done + BATCH >= last) {
        row(name, process, java, done + BATCH);
      }
    }
  }

  private void row(String name, LineProcess process, Peers.Java java, int commands)
      throws IOException, InterruptedException {
    double resident = process.residentMiB();
    Process jcmd =
        new ProcessBuilder(java.binary("jcmd"), Long.toString(process.pid()), "GC.heap_info")
            .redirectErrorStream(true)
            .start();
    String heap = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    jcmd.waitFor();
    Matcher used = Pattern.compile("generation +total \\d+K, used (\\d+)K").matcher(heap);
    double sum = 0;
    while (used.find()) {
      sum += Integer.parseInt(used.group(1)) / 1024.0;
    }
    report.row(name, Integer.toString(commands), resident, sum);
  }
}
