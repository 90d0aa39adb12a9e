package io.github.partnercart.stdio;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.partnercart.cmdlet.CmdletType;
import io.github.partnercart.cmdlet.Cmdlets;
import io.github.partnercart.cmdlet.PartnerSession;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalException;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Reads commands from an input, runs several at once, and writes exactly one answer for each.
 *
 * <p>No more commands are read than may be in flight, so memory stays flat whatever comes in.
 */
public final class CommandLoop {
  /**
   * How commands are read and run.
   *
   * @param concurrency how many are in flight at once
   * @param maxLineBytes the longest line that is read
   * @param timeout how long a command may take that does not say so itself
   * @param onlyType the cmdlet whose bare parameters every line is; null where lines are commands
   */
  public record Settings(
      int concurrency, int maxLineBytes, Duration timeout, @Nullable CmdletType onlyType) {}

  /** How many answers, for each command in flight, may wait for an earlier one. */
  private static final int WAITING_ANSWERS = 16;

  /** How long stop() waits for a reader that has stopped reading. */
  private static final Duration READERS_PATIENCE = Duration.ofSeconds(5);

  private final Settings settings;
  private final LineReader lines;
  private final Journal journal;
  private final AnswerWriter answers;
  private final CommandParser parser;
  private final SignInOrder signIns;
  private final ExecutorService workers;
  private final SerialExecutor commands;
  private final Semaphore free;
  private final Set<Call> calls = Collections.synchronizedSet(new HashSet<>());
  private final Map<String, Call> callsById = new ConcurrentHashMap<>();

  private Summary summary = new Summary(0, 0, false);
  private int inFlight;
  private boolean inputHasEnded;
  private boolean isStopping;

  /**
   * @param session the sign-in and the service that commands use
   * @param journal what earlier runs on the same input did
   */
  public CommandLoop(
      InputStream in,
      OutputStream out,
      PartnerSession session,
      Journal journal,
      Settings settings) {
    this.settings = settings;
    this.journal = journal;
    this.lines = new LineReader(in, settings.maxLineBytes());
    this.answers = new AnswerWriter(out);
    this.parser =
        new CommandParser(
            Cmdlets.OF_PARTNER_CENTER.with(session).with(StopPartnerCartCommand.type(callsById)),
            settings.onlyType(),
            settings.timeout());
    this.signIns = new SignInOrder(session);
    this.workers = Executors.newFixedThreadPool(settings.concurrency(), CommandLoop::daemon);
    this.commands = new SerialExecutor(workers);
    this.free = new Semaphore(settings.concurrency());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "command");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs until the input has ended and every command is answered, or the reader of the answers has
   * gone away, or {@link #stop()} was called.
   */
  public Summary run() throws InterruptedException {
    // A thread of its own: a read can't be interrupted, and must not keep the process alive.
    daemon(this::readAll).start();
    synchronized (this) {
      while (inFlight > 0 || !(inputHasEnded || isOver())) {
        wait();
      }
      // Whoever is still reading finds that it is too late.
      isStopping = true;
    }
    workers.shutdown();
    return answers.isClosed() ? summary.plusFailure() : summary;
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
    synchronized (calls) {
      calls.forEach(Call::cancel);
    }
    synchronized (this) {
      while (inFlight > 0 && !answers.isStalledFor(READERS_PATIENCE)) {
        wait(READERS_PATIENCE.toMillis() / 10);
      }
    }
    answers.reportUnwritten();
  }

  private void readAll() {
    try {
      Optional<LineReader.Line> line = lines.next();
      while (line.isPresent() && (line.get().isBlank() || accept(line.get()))) {
        line = lines.next();
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(CommandLoop.class).error("The input can't be read: {}", e.toString());
      countFailure();
    } catch (JournalException e) {
      LoggerFactory.getLogger(CommandLoop.class).error(e.getMessage());
      refuse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      inputHasEnded = true;
      notifyAll();
    }
  }

  private synchronized void countFailure() {
    summary = summary.plusFailure();
  }

  private synchronized void refuse() {
    summary = summary.ofOtherInput();
  }

  /** Takes a line in, unless it is too late: false then, and the line is left alone. */
  private boolean accept(LineReader.Line line) throws InterruptedException, JournalException {
    answers.awaitFewerThan(settings.concurrency() * WAITING_ANSWERS);
    try {
      Command command = known(parse(line), line);
      command
          .idIfAny()
          .ifPresent(id -> command.call().warnOn(text -> answers.writeWarning(id, text)));
      Optional<JournalLine.Answer> earlier = command.journal().answer();
      if (earlier.isPresent()) {
        return answerAgain(command, earlier.get());
      }
      boolean runsAtOnce = command.invocation().runsAtOnce();
      if (!runsAtOnce) {
        free.acquire();
      }
      if (!begin()) {
        return false;
      }
      if (runsAtOnce) {
        run(command, signIns.next(command), answers.slot(command));
      } else {
        start(command);
      }
    } catch (BadLineException e) {
      journal.pass(line.number());
      if (!begin()) {
        return false;
      }
      signIns.pass(line);
      answers.writeError(answers.slotOfBadLine(e.id()), e.error().toJson(line.number()));
      finish(e.error());
    }
    return true;
  }

  private Command known(Command command, LineReader.Line line) throws JournalException {
    if (command.isKept()) {
      return command.with(journal.line(line.number(), line.bytes()));
    }
    journal.pass(line.number());
    return command;
  }

  private boolean answerAgain(Command command, JournalLine.Answer earlier) {
    if (!begin()) {
      return false;
    }
    answers.writeAgain(answers.slot(command), earlier);
    if (earlier.isError()) {
      countFailure();
    }
    finish(null);
    return true;
  }

  /** Counts one more command in flight, unless no more is to be started. */
  private synchronized boolean begin() {
    if (isOver()) {
      return false;
    }
    inFlight++;
    return true;
  }

  private boolean isOver() {
    return isStopping || answers.isClosed();
  }

  private Command parse(LineReader.Line line) throws BadLineException {
    return switch (line.reading()) {
      case OVER_LIMIT ->
          throw unread(
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
    if (command.name().filter(callsById::containsKey).isPresent()) {
      throw unread(
          "Line %d has the Id of a command that is still in flight.".formatted(command.line()));
    }
    return command;
  }

  private static BadLineException outOfMemory(LineReader.Line line) {
    return unread(
        "Line %d takes more memory than Java has; PARTNER_CART_JAVA_OPTS=-Xmx… gives it more."
            .formatted(line.number()));
  }

  private static BadLineException unread(String message) {
    return new BadLineException(null, ErrorRecord.notACommand(message));
  }

  private void start(Command command) {
    AnswerWriter.Slot slot = answers.slot(command);
    calls.add(command.call());
    command.name().ifPresent(name -> callsById.put(name, command.call()));
    synchronized (this) {
      if (isStopping) {
        // It came too late for stop() to see it.
        command.call().cancel();
      }
    }
    SignInOrder.Turn turn = signIns.next(command);
    commands.execute(
        command.key(),
        () -> {
          try {
            run(command, turn, slot);
          } finally {
            free.release();
          }
        });
  }

  private void run(Command command, SignInOrder.Turn turn, AnswerWriter.Slot slot) {
    @Nullable ErrorRecord error = null;
    try {
      JsonObject result = run(command, turn);
      forget(command);
      answers.writeResult(slot, result);
    } catch (PartnerCenterException e) {
      error = ErrorRecord.of(e);
    } catch (SignInException e) {
      error = ErrorRecord.of(e);
    } catch (InterruptedException e) {
      error = ErrorRecord.stopped();
    } catch (RuntimeException | Error e) {
      // Such as too little memory for the answer.
      error = ErrorRecord.internal(e, command.call());
    }
    forget(command);
    try {
      if (error != null) {
        answers.writeError(slot, command, error);
      }
    } finally {
      finish(error);
    }
  }

  private static JsonObject run(Command command, SignInOrder.Turn turn)
      throws PartnerCenterException, SignInException, InterruptedException {
    try {
      return command.invocation().run(turn.partnerCenter(command), command.call());
    } finally {
      turn.end();
    }
  }

  /** Once a command is answered, its Id may be used again. */
  private void forget(Command command) {
    calls.remove(command.call());
    command.name().ifPresent(name -> callsById.remove(name, command.call()));
  }

  private synchronized void finish(@Nullable ErrorRecord error) {
    if (error != null) {
      summary = summary.plus(error);
    }
    inFlight--;
    notifyAll();
  }
}
