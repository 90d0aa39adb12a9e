import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How much of a service's limit a batch gets, in real time: some cases of one contestant at once,
 * as they mostly wait. BENCH_BEFORE names the launcher of another version, which is measured too.
 */
final class Goodput {
  private static final int AT_ONCE = 4;
  private static final int WARM_UP = 10;
  private static final double MEAN_SECONDS = 0.3;
  private static final double SPREAD_SECONDS = 0.2;

  /**
   * What the service allows, and how many requests are in flight.
   *
   * @param later the limit from the middle of the time on
   */
  private record Limit(
      double perSecond, double burst, int inFlight, int processes, Optional<Double> later) {
    Limit(double perSecond, double burst, int inFlight) {
      this(perSecond, burst, inFlight, 1, Optional.empty());
    }

    String name() {
      return String.format(
          Locale.ROOT,
          "%.3g/s%s, bursts of %.0f, %s%d in flight",
          perSecond,
          later.map(other -> String.format(Locale.ROOT, " then %.3g/s", other)).orElse(""),
          burst,
          processes == 1 ? "" : processes + " processes with each ",
          inFlight);
    }
  }

  private static final List<Limit> LIMITS =
      List.of(
          new Limit(3, 1, 1),
          new Limit(3, 3, 8),
          new Limit(5, 5, 64),
          new Limit(10, 1, 16),
          new Limit(10, 10, 16),
          new Limit(50, 1, 64),
          new Limit(50, 50, 8),
          new Limit(50, 50, 64),
          new Limit(500 / 60.0, 500, 64),
          new Limit(20, 20, 16, 1, Optional.of(10.0)),
          new Limit(10, 10, 16, 1, Optional.of(20.0)),
          new Limit(20, 20, 16, 2, Optional.empty()));

  /** Sends purchases until it is told to stop. */
  private interface Contestant {
    /** Returns how many commands failed although they had time left. */
    int run(LimitedService service, Limit limit, int process, double seconds) throws Exception;
  }

  private final Peers peers;
  private final Report report;
  private final int seconds;

  Goodput(Peers peers, Report report, int seconds) {
    this.peers = peers;
    this.report = report;
    this.seconds = seconds;
  }

  void measure() throws Exception {
    report.table(
        "Goodput after the first " + WARM_UP + " s of " + seconds,
        "limit",
        "sent by",
        "part of the limit",
        "throttled",
        "throttled in all",
        "failed",
        "shares");
    String present = peers.installation().resolve("bin/partner-cart").toString();
    measure("partner-cart", partnerCart(present));
    String before = System.getenv("BENCH_BEFORE");
    if (before != null) {
      measure("partner-cart before", partnerCart(before));
    }
    measure("curl, xargs -P", this::curl);
    measure("loop that sleeps for Retry-After", this::loop);
  }

  private void measure(String name, Contestant contestant) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Object[]>> rows = new ArrayList<>();
    for (Limit limit : LIMITS) {
      rows.add(threads.submit(() -> row(name, contestant, limit)));
    }
    for (Future<Object[]> row : rows) {
      report.row(row.get());
    }
    threads.shutdownNow();
  }

  private Object[] row(String name, Contestant contestant, Limit limit) throws Exception {
    try (LimitedService service = new LimitedService(limit.perSecond(), limit.burst())) {
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Callable<Integer>> processes = new ArrayList<>();
      for (int i = 0; i < limit.processes(); i++) {
        int process = i;
        processes.add(() -> contestant.run(service, limit, process, seconds));
      }
      limit.later().ifPresent(later -> threads.execute(() -> change(service, later)));
      int failed = 0;
      for (Future<Integer> process : threads.invokeAll(processes)) {
        failed += process.get();
      }
      threads.shutdownNow();
      return row(name, limit, service.arrivals(), failed);
    }
  }

  private void change(LimitedService service, double later) {
    try {
      while (service.running() < seconds / 2.0) {
        Thread.sleep(10);
      }
      service.limitTo(later);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Object[] row(
      String name, Limit limit, List<LimitedService.Arrival> arrivals, int failed) {
    List<LimitedService.Arrival> counted =
        arrivals.stream().filter(a -> a.second() >= WARM_UP && a.second() < seconds).toList();
    double most = limit.inFlight() == 1 ? oneByOne(limit.perSecond()) : limit.perSecond();
    double allowed =
        limit
            .later()
            .map(later -> (seconds / 2.0 - WARM_UP) * limit.perSecond() + seconds / 2.0 * later)
            .orElse((seconds - WARM_UP) * most);
    List<String> shares = new ArrayList<>();
    for (int i = 0; limit.processes() > 1 && i < limit.processes(); i++) {
      String token = "Bearer token" + i;
      long own = counted.stream().filter(a -> a.isTaken() && a.token().equals(token)).count();
      shares.add(String.format(Locale.ROOT, "%.2f", own / allowed));
    }
    return new Object[] {
      limit.name(),
      name,
      counted.stream().filter(LimitedService.Arrival::isTaken).count() / allowed,
      percent(counted),
      percent(arrivals),
      failed,
      String.join(" and ", shares)
    };
  }

  /** One request at a time can't make up for one that took longer than the limit's gap. */
  private static double oneByOne(double perSecond) {
    double gap = 1 / perSecond;
    double least = MEAN_SECONDS - SPREAD_SECONDS;
    double longest = MEAN_SECONDS + SPREAD_SECONDS;
    double inTime = (gap - least) / (longest - least);
    double mean = gap * inTime + (gap + longest) / 2 * (1 - inTime);
    return 1 / mean;
  }

  private static String percent(List<LimitedService.Arrival> arrivals) {
    double throttled = arrivals.stream().filter(a -> !a.isTaken()).count();
    return String.format(Locale.ROOT, "%.1f %%", 100 * throttled / Math.max(1, arrivals.size()));
  }

  private Contestant partnerCart(String launcher) {
    return (service, limit, process, time) -> {
      ProcessBuilder builder =
          new ProcessBuilder(
              launcher, "--endpoint", service.address(), "--concurrency", limit.inFlight() + "");
      builder.environment().put("JAVA_HOME", peers.javas().get(0).home().toString());
      builder.environment().put("PARTNER_CENTER_ACCESS_TOKEN", "token" + process);
      Process cart = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Thread feeder = new Thread(() -> feed(cart.getOutputStream()));
      feeder.setDaemon(true);
      feeder.start();
      Future<Integer> errors = countErrors(cart.getInputStream());
      sleepUntil(service, time);
      cart.destroyForcibly();
      return errors.get();
    };
  }

  private static void feed(OutputStream out) {
    byte[] line = Benchmark.COMMAND.getBytes(StandardCharsets.UTF_8);
    try {
      while (true) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private static Future<Integer> countErrors(InputStream in) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Integer> errors =
        thread.submit(
            () -> {
              int count = 0;
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  count += line.contains("\"Error\"") ? 1 : 0;
                }
              } catch (IOException e) {
                // It was killed.
              }
              return count;
            });
    thread.shutdown();
    return errors;
  }

  private static void sleepUntil(LimitedService service, double time) throws InterruptedException {
    while (service.running() < time) {
      Thread.sleep(10);
    }
  }

  /** As a user's script does it: so many at once, each with curl's own retries. */
  private int curl(LimitedService service, Limit limit, int process, double time) throws Exception {
    Path body = peers.work().resolve("goodput-body.json");
    Files.writeString(body, Benchmark.BODY);
    String command =
        "yes | xargs -P %d -n 1 sh -c 'curl -s -o /dev/null --retry 8 -H \"Authorization: Bearer"
            + " token%d\" -H \"Content-Type: application/json\" --data-binary @%s %s/carts'";
    Process shell =
        new ProcessBuilder(
                "setsid",
                "sh",
                "-c",
                command.formatted(limit.inFlight(), process, body, service.address()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    sleepUntil(service, time);
    new ProcessBuilder("kill", "-9", "--", "-" + shell.pid()).start().waitFor();
    shell.destroyForcibly();
    return 0;
  }

  /** Each of the threads sends, and sleeps when it is told to. */
  private int loop(LimitedService service, Limit limit, int process, double time) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(service.address() + "/carts"))
            .header("Authorization", "Bearer token" + process)
            .POST(HttpRequest.BodyPublishers.ofString(Benchmark.BODY))
            .build();
    ExecutorService threads = Executors.newFixedThreadPool(limit.inFlight());
    for (int i = 0; i < limit.inFlight(); i++) {
      threads.submit(
          () -> {
            while (service.running() < time) {
              var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
              var wait = answer.headers().firstValueAsLong("Retry-After");
              Thread.sleep(wait.orElse(0) * 1000);
            }
            return null;
          });
    }
    sleepUntil(service, time);
    threads.shutdownNow();
    return 0;
  }
}
