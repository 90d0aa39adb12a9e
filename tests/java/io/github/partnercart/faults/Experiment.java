package io.github.partnercart.faults;

import java.nio.file.Path;

/** What the suite runs once and the soak over and over. */
interface Experiment {
  String name();

  /**
   * Runs it once.
   *
   * @throws AssertionError if anything is not as it should be; the seed is in its message
   */
  Tally trial(Path directory, long seed) throws Exception;
}
