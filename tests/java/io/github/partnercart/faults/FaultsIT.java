package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each fault once, but jumps of the clock; {@code tests/faults/soak} runs them all for long. */
class FaultsIT {
  private static final int AT_ONCE = 3;
  private static final long SEED = 7;

  @TempDir private static Path directory;

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(AT_ONCE);
  private static final Map<Experiment, Future<Tally>> TRIALS = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    for (Experiment experiment : Scenarios.ofTheBuild()) {
      Path own = Files.createTempDirectory(directory, "trial");
      TRIALS.put(experiment, THREADS.submit(() -> experiment.trial(own, SEED)));
    }
  }

  @AfterAll
  static void stop() {
    THREADS.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> everyCommandIsDoneOnceAndAnsweredOnceWhateverFails() {
    return TRIALS.entrySet().stream()
        .map(
            trial ->
                DynamicTest.dynamicTest(
                    trial.getKey().name(),
                    () -> {
                      Tally tally = trial.getValue().get(15, TimeUnit.MINUTES);
                      assertEquals(0, tally.duplicates(), "duplicates, seed " + SEED);
                      assertEquals(0, tally.losses(), "losses, seed " + SEED);
                    }));
  }
}
