package io.github.partnercart.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.partnercart.cart.Difference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command is answered with.
 *
 * @param body the result or the error
 * @param exitCode what the answer makes of the exit code
 * @param warning what the user must read beside it; null where there is nothing
 * @param shown the cart that the result shows; null where it shows none
 * @param isFromJournal whether an earlier run had the answer
 * @param differences where the cart of the result is unlike the order; null where it is like it
 * @param exchanges what was exchanged with the service, a sentence each; null where the command
 *     does not ask for it
 */
public record Answer(
    Body body,
    ExitCode exitCode,
    @Nullable String warning,
    @Nullable Shown shown,
    boolean isFromJournal,
    @Nullable JsonArray differences,
    @Nullable List<String> exchanges) {
  /**
   * The result or the error, or both where something was done in part.
   *
   * @param result the result, JSON; null where there is none
   * @param error the error without its line; null where there is none
   */
  public record Body(@Nullable String result, @Nullable JsonObject error) {}

  /**
   * A cart in a result.
   *
   * @param cart its id
   * @param state its state
   * @param isFresh whether the service said so just now, rather than again what it said before
   * @param isNoted whether the journal notes that it was printed
   */
  public record Shown(String cart, String state, boolean isFresh, boolean isNoted) {}

  private Answer(Body body, ExitCode exitCode) {
    this(body, exitCode, null, null, false, null, null);
  }

  static Answer ofResult(JsonObject result) {
    return ofResult(result.toString());
  }

  static Answer ofResult(String result) {
    return new Answer(new Body(result, null), ExitCode.DONE);
  }

  /** Answers with an error. */
  public static Answer ofError(ErrorRecord error) {
    return new Answer(new Body(null, error.toJson()), error.exitCode());
  }

  /** Answers with an error beside what was done. */
  static Answer ofPart(String result, ErrorRecord error) {
    return new Answer(new Body(result, error.toJson()), error.exitCode());
  }

  /** Answers with what an earlier run stored. */
  static Answer ofJournal(Body body, ExitCode exitCode) {
    return new Answer(body, exitCode, null, null, true, null, null);
  }

  Answer showing(Shown cart) {
    return new Answer(body, exitCode, warning, cart, isFromJournal, differences, exchanges);
  }

  /** The same with one more warning. */
  Answer withWarning(String text) {
    return new Answer(
        body,
        exitCode,
        warning == null ? text : warning + " " + text,
        shown,
        isFromJournal,
        differences,
        exchanges);
  }

  Answer withWarnings(List<String> texts) {
    Answer answer = this;
    for (String text : texts) {
      answer = answer.withWarning(text);
    }
    return answer;
  }

  /** The same, with a warning where the cart is unlike the order. */
  Answer withDifferences(List<Difference> from) {
    if (from.isEmpty()) {
      return this;
    }
    Answer warned = withWarning(Difference.warning(from));
    return new Answer(
        body, exitCode, warned.warning, shown, isFromJournal, Difference.toJson(from), exchanges);
  }

  Answer withExchanges(List<String> sentences) {
    return new Answer(
        body, exitCode, warning, shown, isFromJournal, differences, List.copyOf(sentences));
  }

  /** The same of a command that must be run again, as its answer could not be stored. */
  Answer notStored() {
    return new Answer(
        body,
        ExitCode.RUN_AGAIN,
        "The answer could not be stored in the journal: the next run sends the command again.",
        shown,
        isFromJournal,
        differences,
        exchanges);
  }

  /** The cart that the result shows. */
  public Optional<Shown> shownIfAny() {
    return Optional.ofNullable(shown);
  }

  boolean isFailure() {
    return body.error() != null;
  }
}
