package io.github.partnercart.faults;

import java.nio.file.Path;

/**
 * A fault and what the process is to do about it.
 *
 * @param commands how many purchases a batch has
 * @param isEncrypted whether the service is reached over TLS
 * @param isJournaled whether the process keeps a journal, rather than its input the RequestIds
 */
record Scenario(
    String name,
    int commands,
    int itemNameLength,
    boolean isEncrypted,
    boolean isJournaled,
    Course course)
    implements Experiment {
  private static final int LONGEST_MESSAGE = 4000;

  /** What happens to a batch. */
  @FunctionalInterface
  interface Course {
    void run(Trial trial) throws Exception;
  }

  static Scenario of(String name, Course course) {
    return new Scenario(name, 24, 0, false, false, course);
  }

  static Scenario encrypted(String name, Course course) {
    return new Scenario(name, 24, 0, true, false, course);
  }

  /** The same with a journal. */
  Scenario journaled() {
    return new Scenario(name + ", journal", commands, itemNameLength, isEncrypted, true, course);
  }

  /** Runs it once, then repeats the commands that are not done: each is bought exactly once. */
  @Override
  public Tally trial(Path directory, long seed) throws Exception {
    try (Trial trial = new Trial(directory, this, seed)) {
      course.run(trial);
      trial.settle();
      return trial.tally();
    } catch (AssertionError | Exception e) {
      throw new AssertionError(name + ", seed " + seed + ": " + cut(e.toString()), e);
    }
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  @Override
  public String toString() {
    return name;
  }
}
