package io.github.partnercart.stdio;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.cmdlet.CmdletType;
import io.github.partnercart.cmdlet.Cmdlets;
import io.github.partnercart.cmdlet.PartnerSession;
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

  private final Settings settings;
  private final PartnerSession session;
  private final LineReader lines;
  private final AnswerWriter answers;
  private final CommandParser parser;
  private final ExecutorService workers;
  private final SerialExecutor commands;
  private final Semaphore free;
  private final Set<Call> calls = Collections.synchronizedSet(new HashSet<>());
  private final Map<JsonPrimitive, Call> callsById = new ConcurrentHashMap<>();

  private Summary summary = new Summary(0, 0);
  private int inFlight;
  private boolean inputHasEnded;
  private boolean isStopping;

  /**
   * @param session the sign-in and the service that commands use
   */
  public CommandLoop(InputStream in, OutputStream out, PartnerSession session, Settings settings) {
    this.settings = settings;
    this.session = session;
    this.lines = new LineReader(in, settings.maxLineBytes());
    this.answers = new AnswerWriter(out);
    this.parser =
        new CommandParser(
            Cmdlets.OF_PARTNER_CENTER.with(StopPartnerCartCommand.type(callsById)),
            settings.onlyType(),
            settings.timeout());
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
      while (inFlight > 0 || !(inputHasEnded || isStopping || answers.isClosed())) {
        wait();
      }
      // Whoever is still reading finds that it is too late.
      isStopping = true;
    }
    workers.shutdown();
    return summary;
  }

  /**
   * Reads no further command, starts no further request, and waits until the commands in flight are
   * answered.
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
      while (inFlight > 0) {
        wait();
      }
    }
  }

  private void readAll() {
    try {
      while (!answers.isClosed() && !isStopping()) {
        Optional<LineReader.Line> line = lines.next();
        if (line.isEmpty()) {
          break;
        }
        if (!line.get().isBlank()) {
          accept(line.get());
        }
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(CommandLoop.class).error("The input can't be read: {}", e.toString());
      countFailure();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(CommandLoop.class).error("Reading the input failed", e);
      countFailure();
    }
    synchronized (this) {
      inputHasEnded = true;
      notifyAll();
    }
  }

  private synchronized void countFailure() {
    summary = new Summary(summary.failed() + 1, summary.notSignedIn());
  }

  private void accept(LineReader.Line line) throws InterruptedException {
    answers.awaitFewerThan(settings.concurrency() * WAITING_ANSWERS);
    try {
      Command command = parse(line);
      if (command.invocation().runsAtOnce()) {
        begin();
        run(command, answers.slot(command.id()));
      } else {
        free.acquire();
        begin();
        start(command);
      }
    } catch (BadLineException e) {
      begin();
      answer(answers.slot(e.id()), line.number(), e.error());
    }
  }

  private synchronized void begin() {
    inFlight++;
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
          yield parser.parse(line);
        } catch (OutOfMemoryError e) {
          throw outOfMemory(line);
        }
      }
    };
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
    AnswerWriter.Slot slot = answers.slot(command.id());
    calls.add(command.call());
    if (command.id() != null) {
      callsById.put(command.id(), command.call());
    }
    if (isStopping()) {
      // It came too late for stop() to see it.
      command.call().cancel();
    }
    commands.execute(
        command.key(),
        () -> {
          run(command, slot);
          free.release();
        });
  }

  private synchronized boolean isStopping() {
    return isStopping;
  }

  private void run(Command command, AnswerWriter.Slot slot) {
    @Nullable JsonObject result = null;
    @Nullable ErrorRecord error = null;
    try {
      result = command.invocation().run(session, command.call());
    } catch (PartnerCenterException e) {
      error = ErrorRecord.of(e);
    } catch (SignInException e) {
      error = ErrorRecord.of(e);
    } catch (RuntimeException | Error e) {
      error = ErrorRecord.internal(e, command.call().requestId());
    }
    forget(command);
    if (result != null) {
      answer(slot, command, result);
    } else if (error != null) {
      answer(slot, command.line(), error);
    }
  }

  /** Once a command is answered, its Id may be used again. */
  private void forget(Command command) {
    calls.remove(command.call());
    if (command.id() != null) {
      callsById.remove(command.id(), command.call());
    }
  }

  private void answer(AnswerWriter.Slot slot, Command command, JsonObject result) {
    answers.writeResult(slot, result);
    if (answers.isClosed() && command.invocation().changes()) {
      warnOfUndelivered(command);
    }
    finish();
  }

  /** The reader has gone away; what was done must still be known to somebody. */
  private static void warnOfUndelivered(Command command) {
    LoggerFactory.getLogger(CommandLoop.class)
        .warn(
            "Line {} was done (RequestId {}), but nobody read its answer.",
            command.line(),
            command.call().requestId());
  }

  private void answer(AnswerWriter.Slot slot, long line, ErrorRecord error) {
    answers.writeError(slot, error.toJson(line));
    synchronized (this) {
      summary = summary.plus(error);
    }
    finish();
  }

  private synchronized void finish() {
    inFlight--;
    notifyAll();
  }
}
