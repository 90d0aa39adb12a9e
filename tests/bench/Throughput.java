import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carts a second, and the processor time that each takes, in processes that have run a while. */
final class Throughput {
  private static final int[] CONCURRENCIES = {1, 4, 16, 64};
  private static final int[] DELAYS_MILLIS = {0, 5, 50};
  private static final int WARM_UP = 4000;
  private static final double ROUND_SECONDS = 0.4;

  private final Peers peers;
  private final Benchmark.Server server;
  private final Report report;
  private final int rounds;

  Throughput(Peers peers, Benchmark.Server server, Report report, int rounds) {
    this.peers = peers;
    this.server = server;
    this.report = report;
    this.rounds = rounds;
  }

  private static final class Contender {
    final LineProcess process;
    final double[] carts;
    double cpuNanos;
    int count;

    Contender(LineProcess process, int rounds) {
      this.process = process;
      this.carts = new double[rounds];
    }
  }

  void measure() throws IOException, InterruptedException {
    report.table("The server's own limit", "connections", "requests/s: median (least–most)");
    server.delay(0);
    for (int concurrency : CONCURRENCIES) {
      report.row(Integer.toString(concurrency), limit(concurrency));
    }
    Peers.Java java = peers.javas().get(0);
    report.table(
        "Throughput, Java " + java.release(),
        "in flight, ms of service",
        "bare HttpClient/s",
        "partner-cart/s",
        "SDK/s",
        "partner-cart × bare",
        "bare, processor µs a cart",
        "partner-cart, processor µs a cart",
        "processor × bare");
    for (int concurrency : CONCURRENCIES) {
      measure(java, concurrency);
    }
  }

  private void measure(Peers.Java java, int concurrency) throws IOException {
    Map<String, LineProcess> processes = new LinkedHashMap<>();
    processes.put("bare", new LineProcess(peers.httpClient(java, server.http(), concurrency)));
    processes.put(
        "partner-cart",
        new LineProcess(
            peers.partnerCart(
                java, server.http(), "--concurrency", Integer.toString(concurrency))));
    if (peers.hasSdk()) {
      processes.put("sdk", new LineProcess(peers.sdk(java, server.http(), concurrency)));
    }
    server.delay(0);
    double rate = 0;
    for (LineProcess process : processes.values()) {
      process.exchange(commands(WARM_UP), WARM_UP);
      long start = System.nanoTime();
      process.exchange(commands(WARM_UP / 4), WARM_UP / 4);
      rate = Math.max(rate, WARM_UP / 4 / seconds(start));
    }
    for (int delay : DELAYS_MILLIS) {
      double expected = delay == 0 ? rate : Math.min(rate, concurrency * 1000.0 / delay);
      row(processes, concurrency, delay, Math.max(concurrency, (int) (expected * ROUND_SECONDS)));
    }
    for (LineProcess process : processes.values()) {
      process.close();
    }
  }

  private void row(Map<String, LineProcess> processes, int concurrency, int delay, int count)
      throws IOException {
    server.delay(delay);
    Map<String, Contender> contenders = new LinkedHashMap<>();
    processes.forEach((name, process) -> contenders.put(name, new Contender(process, rounds)));
    byte[] commands = commands(count);
    for (int round = 0; round < rounds; round++) {
      for (Contender contender : contenders.values()) {
        double cpuBefore = contender.process.cpuNanos();
        long start = System.nanoTime();
        contender.process.exchange(commands, count);
        contender.carts[round] = count / seconds(start);
        contender.cpuNanos += contender.process.cpuNanos() - cpuBefore;
        contender.count += count;
      }
    }
    Contender bare = contenders.get("bare");
    Contender own = contenders.get("partner-cart");
    Contender sdk = contenders.get("sdk");
    double bareCpu = bare.cpuNanos / bare.count / 1e3;
    double ownCpu = own.cpuNanos / own.count / 1e3;
    report.row(
        concurrency + ", " + delay,
        new Samples(bare.carts),
        new Samples(own.carts),
        sdk == null ? "" : new Samples(sdk.carts),
        new Samples(own.carts).median() / new Samples(bare.carts).median(),
        bareCpu,
        ownCpu,
        ownCpu / bareCpu);
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static byte[] commands(int count) {
    return Benchmark.COMMAND.repeat(count).getBytes(StandardCharsets.UTF_8);
  }

  /** What a client gets that only sends the same bytes and reads as many as the answer has. */
  private Samples limit(int connections) throws IOException, InterruptedException {
    double[] values = new double[rounds];
    for (int round = -2; round < rounds; round++) {
      int[] counts = new int[connections];
      List<Thread> threads = new ArrayList<>();
      long start = System.nanoTime();
      long end = start + (long) (ROUND_SECONDS * 1e9);
      for (int i = 0; i < connections; i++) {
        int own = i;
        Thread thread = new Thread(() -> counts[own] = requests(end));
        thread.start();
        threads.add(thread);
      }
      int sum = 0;
      for (int i = 0; i < connections; i++) {
        threads.get(i).join();
        sum += counts[i];
      }
      if (round >= 0) {
        values[round] = sum / seconds(start);
      }
    }
    return new Samples(values);
  }

  private int requests(long endNanos) {
    URI address = URI.create(server.http().address());
    byte[] request =
        ("POST /v1/customers/x/carts HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + Benchmark.BODY.length()
                + "\r\n\r\n"
                + Benchmark.BODY)
            .getBytes(StandardCharsets.US_ASCII);
    int count = 0;
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request);
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      byte[] answer = new byte[answerLength(in)];
      while (System.nanoTime() < endNanos) {
        socket.getOutputStream().write(request);
        in.readFully(answer);
        count++;
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  /** Reads the first answer, which is as long as all others. */
  private static int answerLength(InputStream in) throws IOException {
    StringBuilder headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      headers.append((char) in.read());
    }
    int body =
        Integer.parseInt(headers.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    in.readNBytes(body);
    return headers.length() + body;
  }
}
