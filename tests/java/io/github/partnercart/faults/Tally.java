package io.github.partnercart.faults;

/**
 * What came of one fault's trials.
 *
 * @param runs starts of the process
 * @param repeated commands that were not done at first, or not known to be
 * @param duplicates carts that exist beyond one for each command
 * @param losses commands without a cart after everything was repeated
 * @param failures trials in which anything else was not as it should be
 */
record Tally(
    long trials,
    long runs,
    long commands,
    long repeated,
    long duplicates,
    long losses,
    long failures) {
  static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);
  static final Tally FAILED = new Tally(1, 0, 0, 0, 0, 0, 1);

  Tally plus(Tally other) {
    return new Tally(
        trials + other.trials,
        runs + other.runs,
        commands + other.commands,
        repeated + other.repeated,
        duplicates + other.duplicates,
        losses + other.losses,
        failures + other.failures);
  }

  String row(String name) {
    return "%-44s %7d %7d %9d %9d %11d %7d %9d"
        .formatted(name, trials, runs, commands, repeated, duplicates, losses, failures);
  }

  static String header() {
    return "%-44s %7s %7s %9s %9s %11s %7s %9s"
        .formatted(
            "fault", "trials", "runs", "commands", "repeated", "duplicates", "losses", "failures");
  }
}
