package io.github.partnercart.faults;

import java.util.List;
import java.util.Optional;

/**
 * One run of the process, with the answers that it printed.
 *
 * @param number as the service counts them
 * @param isCut whether it was killed
 */
record MixedRun(int number, List<MixedLine> lines, List<MixedAnswer> answers, boolean isCut) {
  /** The answer to a line; empty if it was not printed. */
  Optional<MixedAnswer> answer(int place) {
    return place < answers.size() ? Optional.of(answers.get(place)) : Optional.empty();
  }
}
