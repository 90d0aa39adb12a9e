package io.github.partnercart.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Runs all faults over and over with other seeds, and prints what came of each. */
final class Soak {
  private static final int AT_ONCE = 2;

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  private Soak() {}

  /**
   * Runs the soak.
   *
   * @param args for how many minutes, and maybe a part of the names of the faults to run
   */
  public static void main(String[] args) throws Exception {
    long minutes = Long.parseLong(args[0]);
    List<Experiment> experiments =
        Scenarios.all().stream()
            .filter(s -> args.length < 2 || s.name().contains(args[1]))
            .toList();
    Soak soak = new Soak();
    soak.run(experiments, TimeUnit.MINUTES.toNanos(minutes));
    soak.print();
  }

  private void run(List<Experiment> experiments, long nanos) throws Exception {
    long start = System.nanoTime();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    do {
      Map<Experiment, Future<Tally>> trials = new LinkedHashMap<>();
      for (Experiment experiment : experiments) {
        trials.put(experiment, threads.submit(() -> trial(experiment)));
      }
      for (Map.Entry<Experiment, Future<Tally>> trial : trials.entrySet()) {
        tallies.merge(trial.getKey().name(), trial.getValue().get(), Tally::plus);
      }
    } while (System.nanoTime() - start < nanos);
    threads.shutdown();
  }

  private static Tally trial(Experiment experiment) throws Exception {
    Path directory = Files.createTempDirectory("partner-cart-soak");
    long seed = ThreadLocalRandom.current().nextLong();
    try {
      Tally tally = experiment.trial(directory, seed);
      if (tally.duplicates() + tally.losses() > 0) {
        System.out.println("DOUBLED OR LOST: " + experiment.name() + ", seed " + seed);
      }
      return tally;
    } catch (AssertionError e) {
      System.out.println("FAILED: " + e.getMessage());
      return Tally.FAILED;
    } finally {
      try (var files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }

  private void print() {
    Scenarios.leftOut().forEach(reason -> System.out.println("left out: " + reason));
    System.out.println(Tally.header());
    tallies.forEach((name, tally) -> System.out.println(tally.row(name)));
    System.out.println(tallies.values().stream().reduce(Tally.NONE, Tally::plus).row("all"));
  }
}
