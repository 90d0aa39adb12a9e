import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One command at a time in a process that has run for a while. */
final class Latency {
  private static final int WARM_UP = 3000;
  private static final int CALLS = 1000;

  private final Peers peers;
  private final Benchmark.Server server;
  private final Report report;
  private final int rounds;

  Latency(Peers peers, Benchmark.Server server, Report report, int rounds) {
    this.peers = peers;
    this.server = server;
    this.report = report;
    this.rounds = rounds;
  }

  void measure() throws IOException {
    byte[] command = Benchmark.COMMAND.getBytes(StandardCharsets.UTF_8);
    byte[] calls = (CALLS + "\n").getBytes(StandardCharsets.US_ASCII);
    server.delay(0);
    for (Peers.Java java : peers.javas()) {
      double[][] p50 = new double[3][rounds];
      double[][] p99 = new double[3][rounds];
      try (LineProcess bare = new LineProcess(peers.httpClient(java, server.http(), 1));
          LineProcess partnerCart = new LineProcess(peers.partnerCart(java, server.http()))) {
        for (int i = 0; i < WARM_UP; i++) {
          bare.exchange(command, 1);
          partnerCart.exchange(command, 1);
        }
        for (int round = 0; round < rounds; round++) {
          String[] nanos = bare.exchange(calls, 1).strip().split(" ");
          put(
              Arrays.stream(nanos).mapToDouble(n -> Double.parseDouble(n) / 1e3).toArray(),
              p50[0],
              p99[0],
              round);
          put(times(bare, command), p50[1], p99[1], round);
          put(times(partnerCart, command), p50[2], p99[2], round);
        }
      }
      report.table(
          "One command at a time, Java " + java.release(),
          "what",
          "µs p50: median (least–most)",
          "µs p99: median (least–most)",
          "p50 × floor",
          "p99 × floor");
      String[] names = {
        "bare HttpClient without a pipe", "bare HttpClient over a pipe", "partner-cart over a pipe"
      };
      for (int i = 0; i < names.length; i++) {
        Samples half = new Samples(p50[i]);
        Samples most = new Samples(p99[i]);
        report.row(
            names[i],
            half,
            most,
            half.median() / new Samples(p50[1]).median(),
            most.median() / new Samples(p99[1]).median());
      }
    }
  }

  private static void put(double[] micros, double[] p50, double[] p99, int round) {
    Samples samples = new Samples(micros);
    p50[round] = samples.median();
    p99[round] = samples.quantile(0.99);
  }

  private static double[] times(LineProcess process, byte[] command) throws IOException {
    double[] micros = new double[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      process.exchange(command, 1);
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    return micros;
  }
}
