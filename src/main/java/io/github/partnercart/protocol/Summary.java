package io.github.partnercart.protocol;

import io.github.partnercart.command.Answer;
import io.github.partnercart.command.ExitCode;

/**
 * How the commands of a run ended.
 *
 * @param exitCode what all answers make of the exit code
 * @param fromJournal how many answers came from earlier runs
 * @param isWholeInput whether the input was read to its end
 */
public record Summary(ExitCode exitCode, long fromJournal, boolean isWholeInput) {
  static final Summary NOTHING = new Summary(ExitCode.DONE, 0, false);

  /** Counts one more answer. */
  Summary plus(Answer answer) {
    return new Summary(
        exitCode.and(answer.exitCode()),
        fromJournal + (answer.isFromJournal() ? 1 : 0),
        isWholeInput);
  }

  /** Counts something else that went wrong, or that is left to do. */
  public Summary plus(ExitCode other) {
    return new Summary(exitCode.and(other), fromJournal, isWholeInput);
  }

  Summary ofWholeInput() {
    return new Summary(exitCode, fromJournal, true);
  }
}
