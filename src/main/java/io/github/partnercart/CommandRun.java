package io.github.partnercart;

import io.github.partnercart.command.Execution;
import io.github.partnercart.command.ExitCode;
import io.github.partnercart.command.Journals;
import io.github.partnercart.command.Sessions;
import io.github.partnercart.command.Turns;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalException;
import io.github.partnercart.options.CommandOptions;
import io.github.partnercart.options.UsageException;
import io.github.partnercart.protocol.CommandLoop;
import io.github.partnercart.protocol.Summary;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the commands of one input, with its journal, and says what is left to do. */
final class CommandRun {
  private final CommandOptions options;
  private final Sessions sessions;
  private final @Nullable String service;
  private final Consumer<String> messages;

  /**
   * @param service the service's name in the journal; null for its address
   * @param messages gets what a person must read
   */
  CommandRun(
      CommandOptions options,
      Sessions sessions,
      @Nullable String service,
      Consumer<String> messages) {
    this.options = options;
    this.sessions = sessions;
    this.service = service;
    this.messages = messages;
  }

  ExitCode run(InputStream in, OutputStream out) throws UsageException, InterruptedException {
    try (Journals journals = journals()) {
      Execution.Settings settings =
          new Execution.Settings(options.journal().retriesRejected(), service);
      Execution execution = new Execution(journals, sessions, settings);
      CommandLoop loop =
          new CommandLoop(
              in,
              out,
              execution,
              new Turns(options.concurrency(), execution),
              new CommandLoop.Settings(
                  options.maxLineBytes(), options.timeout(), options.onlyType().orElse(null)));
      return report(run(loop), journals);
    }
  }

  private Journals journals() throws UsageException {
    if (options.journal().file().isEmpty()) {
      return Journals.none();
    }
    Path file = options.journal().file().get();
    try {
      return options.journal().isOfKeyed()
          ? Journals.ofKeyed(() -> Journal.open(file))
          : Journals.of(Journal.open(file));
    } catch (JournalException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Summary run(CommandLoop loop) throws InterruptedException {
    // At SIGINT and SIGTERM; Java then exits with 130 or 143.
    StopHook hook = StopHook.of(loop::stop);
    try {
      return loop.run();
    } finally {
      hook.close();
    }
  }

  private ExitCode report(Summary summary, Journals journals) {
    if (summary.fromJournal() > 0) {
      messages.accept(
          "partner-cart: %d answers came from earlier runs.".formatted(summary.fromJournal()));
    }
    List<String> open = summary.isWholeInput() ? journals.openElsewhere() : List.of();
    open.forEach(
        command ->
            messages.accept(
                "partner-cart: %s may have been done and is not in this input: run it again, too."
                    .formatted(command)));
    return (open.isEmpty() ? summary : summary.plus(ExitCode.NEEDS_A_PERSON)).exitCode();
  }
}
