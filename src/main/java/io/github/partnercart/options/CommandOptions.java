package io.github.partnercart.options;

import io.github.partnercart.command.CmdletType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How commands are read and run.
 *
 * @param onlyType the cmdlet whose bare parameters every line is; empty where lines are commands
 * @param concurrency how many commands run at once
 * @param timeout how long a command may take that does not say so itself
 * @param maxLineBytes the longest line that is read
 * @param journal which journal is used, and how
 */
public record CommandOptions(
    Optional<CmdletType> onlyType,
    int concurrency,
    Duration timeout,
    int maxLineBytes,
    JournalOptions journal) {
  /**
   * Which journal is used, and how.
   *
   * @param file the journal's file, if there is one
   * @param isOfKeyed whether only commands with an IdempotencyKey are looked up and stored
   * @param retriesRejected whether what was rejected for good, or done in part, is sent again
   */
  public record JournalOptions(Optional<Path> file, boolean isOfKeyed, boolean retriesRejected) {}
}
