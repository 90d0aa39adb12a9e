package io.github.partnercart.protocol;

import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.command.Answer;
import io.github.partnercart.command.BadLine;
import io.github.partnercart.command.CmdletType;
import io.github.partnercart.command.Command;
import io.github.partnercart.command.ErrorRecord;
import io.github.partnercart.command.Execution;
import io.github.partnercart.command.ExitCode;
import io.github.partnercart.command.Turns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads commands from an input, has them run, and writes exactly one answer for each.
 *
 * <p>Only so many commands are read ahead, so memory stays flat whatever comes in.
 */
public final class CommandLoop {
  /**
   * How commands are read.
   *
   * @param maxLineBytes the longest line that is read
   * @param timeout how long a command may take that does not say so itself
   * @param onlyType the cmdlet whose bare parameters every line is; null where lines are commands
   */
  public record Settings(int maxLineBytes, Duration timeout, @Nullable CmdletType onlyType) {}

  /** How long stop() waits for a reader that has stopped reading. */
  private static final Duration READERS_PATIENCE = Duration.ofSeconds(5);

  private final Settings settings;
  private final LineReader lines;
  private final AnswerWriter answers;
  private final CommandParser parser;
  private final Execution execution;
  private final Turns turns;

  private Summary summary = Summary.NOTHING;
  private int inFlight;
  private boolean inputHasEnded;
  private boolean isStopping;

  /** Set where a command failed for want of any sign-in, so that no other can succeed. */
  private boolean canNothingSucceed;

  private boolean hasConnected;

  public CommandLoop(
      InputStream in, OutputStream out, Execution execution, Turns turns, Settings settings) {
    this(in, new AnswerWriter(out, execution::printed), execution, turns, settings);
  }

  /** Writes answers in a way of its own. */
  CommandLoop(
      InputStream in, AnswerWriter answers, Execution execution, Turns turns, Settings settings) {
    this.settings = settings;
    this.lines = new LineReader(in, settings.maxLineBytes());
    this.answers = answers;
    this.parser = new CommandParser(settings.onlyType(), settings.timeout());
    this.execution = execution;
    this.turns = turns;
  }

  /**
   * Runs until the input has ended and every command is answered, or the reader of the answers has
   * gone away, or {@link #stop()} was called.
   */
  public Summary run() throws InterruptedException {
    // A thread of its own: a read can't be interrupted, and must not keep the process alive.
    Thread reader = new Thread(this::readAll, "reader");
    reader.setDaemon(true);
    reader.start();
    synchronized (this) {
      while (inFlight > 0 || !(inputHasEnded || isOver())) {
        wait();
      }
      // A line that is still being read comes too late.
      isStopping = true;
    }
    turns.close();
    return answers.isClosed() ? summary.plus(ExitCode.RUN_AGAIN) : summary;
  }

  /**
   * Reads no further command, starts no further request, and waits until the commands in flight are
   * answered; but not for a reader that takes no answers any more.
   */
  public void stop() throws InterruptedException {
    synchronized (this) {
      isStopping = true;
      notifyAll();
    }
    turns.stopAll();
    synchronized (this) {
      while (inFlight > 0 && !answers.isStalledFor(READERS_PATIENCE)) {
        wait(READERS_PATIENCE.toMillis() / 10);
      }
    }
    answers.reportUnwritten();
  }

  private void readAll() {
    boolean isWhole = false;
    try {
      Optional<LineReader.Line> line = lines.next();
      while (line.isPresent() && (line.get().isBlank() || accept(line.get()))) {
        line = lines.next();
      }
      isWhole = line.isEmpty();
      line.filter(unread -> isSignInMissing()).ifPresent(CommandLoop::reportUnread);
    } catch (IOException e) {
      failed("The input can't be read: {}.", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failed("partner-cart failed: {}. The rest of the input was not read.", e.toString());
    }
    synchronized (this) {
      inputHasEnded = true;
      summary = isWhole ? summary.ofWholeInput() : summary;
      notifyAll();
    }
  }

  private void failed(String message, String why) {
    log().error(message, why);
    synchronized (this) {
      summary = summary.plus(ExitCode.RUN_AGAIN);
    }
  }

  private static void reportUnread(LineReader.Line line) {
    log()
        .error(
            "Line {} and those after it were not read: without a sign-in none can succeed.",
            line.number());
  }

  private static Logger log() {
    return LoggerFactory.getLogger(CommandLoop.class);
  }

  private synchronized boolean isSignInMissing() {
    return canNothingSucceed;
  }

  /** Takes a line in, unless it is too late: false then, and the line is left alone. */
  private boolean accept(LineReader.Line line) throws InterruptedException {
    answers.awaitRoom();
    turns.awaitRoom();
    if (!begin()) {
      return false;
    }
    try {
      start(parse(line), line.bytes().length);
    } catch (BadLineException e) {
      if (e.line().mayBeSignIn()) {
        hasConnected = true;
        execution.endSignIn();
      }
      refuse(e.line(), execution.refuse(e.line()));
    } catch (RuntimeException | Error e) {
      // Such as a Java whose random numbers are broken: nothing of the line was sent.
      ErrorRecord error = ErrorRecord.internal(e);
      refuse(new BadLine(line.number(), BadLine.Read.NOTHING, true, error), Answer.ofError(error));
    }
    return true;
  }

  private void refuse(BadLine line, Answer answer) {
    AnswerWriter.Match match =
        new AnswerWriter.Match(line.line(), line.read().id(), line.read().key());
    end(answers.slot(match, false), answer, null, e -> Answer.ofError(ErrorRecord.internal(e)));
  }

  /** Counts one more command in flight, unless no more is to be started. */
  private synchronized boolean begin() {
    if (isOver()) {
      return false;
    }
    inFlight++;
    return true;
  }

  private synchronized boolean isOver() {
    return isStopping || canNothingSucceed || answers.isClosed();
  }

  private Command parse(LineReader.Line line) throws BadLineException {
    return switch (line.reading()) {
      case OVER_LIMIT ->
          throw unread(
              line,
              "Line %d is longer than %d bytes, which --max-line-bytes sets."
                  .formatted(line.number(), settings.maxLineBytes()));
      case OUT_OF_MEMORY -> throw outOfMemory(line);
      case WHOLE -> {
        try {
          yield requireUnusedId(parser.parse(line));
        } catch (OutOfMemoryError | JsonParseException e) {
          // Gson wraps the error in the exception, which it throws for nothing else here.
          throw outOfMemory(line);
        }
      }
    };
  }

  private Command requireUnusedId(Command command) throws BadLineException {
    if (command.idText().filter(turns::isInFlight).isPresent()) {
      throw new BadLineException(
          new BadLine(
              command.line(),
              BadLine.Read.of(command),
              command.invocation().changesSession(),
              ErrorRecord.notACommand(
                  "Line %d has the Id of a command that is still in flight."
                      .formatted(command.line()))));
    }
    return command;
  }

  private static BadLineException outOfMemory(LineReader.Line line) {
    return unread(
        line,
        "Line %d takes more memory than Java has; PARTNER_CART_JAVA_OPTS=-Xmx… gives it more."
            .formatted(line.number()));
  }

  private static BadLineException unread(LineReader.Line line, String message) {
    return new BadLineException(
        new BadLine(line.number(), BadLine.Read.NOTHING, true, ErrorRecord.notACommand(message)));
  }

  private void start(Command command, int bytes) {
    @Nullable JsonPrimitive id = command.envelope().id();
    AnswerWriter.Slot slot =
        answers.slot(
            new AnswerWriter.Match(command.line(), id, command.envelope().key()),
            command.invocation().changes());
    hasConnected |= command.invocation().changesSession();
    boolean endsRun = id == null && command.envelope().session() == null && !hasConnected;
    Optional<Consumer<String>> warnings =
        Optional.ofNullable(id).map(given -> text -> answers.writeWarning(given, text));
    CompletableFuture<Answer> answer;
    try {
      answer = turns.start(command, bytes, warnings);
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Answer> unused =
        answer.whenComplete(
            (ready, e) ->
                end(
                    slot,
                    ready == null ? execution.failed(command, e) : ready,
                    endsRun ? command : null,
                    again -> execution.failed(command, again)));
  }

  /**
   * Writes an answer.
   *
   * @param endsRun the command, if no other can succeed where it fails for want of a sign-in
   * @param instead the answer where this one can't be written
   */
  private void end(
      AnswerWriter.Slot slot,
      Answer answer,
      @Nullable Command endsRun,
      Function<Throwable, Answer> instead) {
    @Nullable Answer written = null;
    try {
      written = write(slot, answer, instead);
    } catch (RuntimeException | Error e) {
      answers.skip(slot);
    } finally {
      synchronized (this) {
        summary = written == null ? summary.plus(ExitCode.RUN_AGAIN) : summary.plus(written);
        canNothingSucceed |= endsRun != null && answer.exitCode() == ExitCode.SIGN_IN;
        inFlight--;
        notifyAll();
      }
    }
  }

  private Answer write(AnswerWriter.Slot slot, Answer answer, Function<Throwable, Answer> instead) {
    try {
      answers.write(slot, answer);
      return answer;
    } catch (RuntimeException | Error e) {
      // Such as too little memory for the line.
      Answer other = instead.apply(e);
      answers.write(slot, other);
      return other;
    }
  }
}
