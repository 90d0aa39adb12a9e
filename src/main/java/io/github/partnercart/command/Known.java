package io.github.partnercart.command;

import io.github.partnercart.journal.Answered;
import io.github.partnercart.journal.CommandState;
import io.github.partnercart.journal.Identity;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.Sent;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command as the journal knows it, if there is a journal. */
final class Known {
  private final Optional<Journal> journal;
  private final Identity identity;
  private final Command command;
  private final @Nullable CommandState state;

  Known(Optional<Journal> journal, Identity identity, Command command) {
    this.journal = journal;
    this.identity = identity;
    this.command = command;
    this.state = journal.map(open -> open.state(identity)).orElse(null);
  }

  Optional<Journal> journal() {
    return journal;
  }

  CommandState.Kind kind() {
    return state == null ? CommandState.Kind.NOTHING : state.kind();
  }

  boolean isOpen() {
    return kind() == CommandState.Kind.OPEN;
  }

  boolean isNeverSent() {
    return state != null && state.isNeverSent();
  }

  boolean isRepeatRejected() {
    return state != null && state.isRepeatRejected();
  }

  boolean hasRequest() {
    return state != null && state.hasRequest();
  }

  /** What the journal has of it; only where there is a journal. */
  CommandState state() {
    return Objects.requireNonNull(state);
  }

  /** The result that is stored, of a checkout of which some orders failed. */
  Optional<String> partialResult() throws IOException {
    return state == null || !state.hasResult() || journal.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(journal.get().result(state).result());
  }

  /**
   * Answers without sending anything. What the journal has as open, partial or done, and what may
   * have been sent under a RequestId that was given, is never answered as not done, whatever
   * stopped it this time.
   */
  Answer refuse(ErrorRecord error) {
    if (state != null && state.isKept()) {
      return Answer.ofError(error.maybeDone());
    }
    return Answer.ofError(
        command.envelope().request().mayHaveBeenSent()
            ? error.maybeDone(command, journal.isPresent())
            : error);
  }

  void sending(Sent sent) throws IOException {
    if (journal.isPresent()) {
      journal.get().sent(identity, sent);
    }
  }

  /** Stores what an answer means; returns whether it is stored, or need not be. */
  boolean answered(Answered answered) {
    try {
      if (journal.isPresent()) {
        journal.get().answered(identity, answered);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
