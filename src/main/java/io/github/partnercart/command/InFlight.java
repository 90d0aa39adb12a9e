package io.github.partnercart.command;

import io.github.partnercart.journal.Identity;
import io.github.partnercart.partnercenter.StopSignal;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A command that was read and is not answered yet.
 *
 * @param identity what a journal knows it by
 * @param turn its turn among the sign-ins
 * @param stop stops it
 * @param seen which failures its sender can have seen; -1 if it counts on the order of the input
 * @param warnings gets what the user must read while it lasts; empty where the command has no Id
 */
record InFlight(
    Command command,
    Identity identity,
    SessionTurn turn,
    StopSignal stop,
    long seen,
    Optional<Consumer<String>> warnings) {
  /** Whether another command is the same, but for what it is sent with. */
  boolean hasContentOf(InFlight other) {
    return command.name().equals(other.command.name())
        && command.invocation().content().equals(other.command.invocation().content());
  }

  /** Whether another command works as the same sign-in. */
  boolean isAsSameAccount(InFlight other) {
    return Objects.equals(command.session(), other.command.session())
        && (command.session() != null || turn.isAfterSameSignInAs(other.turn));
  }
}
