package io.github.partnercart.command;

import io.github.partnercart.partnercenter.StopSignal;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: several commands run at once, those on one cart one after another, and all
 * after the sign-ins before them. Commands are handed in by one thread, in input order.
 */
public final class Turns implements AutoCloseable {
  /** So many are read ahead, so that one that is to be stopped can be. */
  private static final int MOST_WAITING = 1000;

  private static final long MOST_WAITING_BYTES = 16 * 1024 * 1024;

  /** A command that is not answered yet. */
  private record Pending(InFlight inFlight, CompletableFuture<Answer> answer) {}

  private final Execution execution;
  private final ExecutorService workers;
  private final SerialExecutor inTurn;
  private final Set<StopSignal> signals = Collections.synchronizedSet(new HashSet<>());
  private final Map<String, StopSignal> byId = new HashMap<>();
  private final Map<Object, Pending> byPurchase = new HashMap<>();
  private int waiting;
  private long waitingBytes;
  private boolean isStopping;

  /**
   * @param concurrency how many commands run at once
   */
  public Turns(int concurrency, Execution execution) {
    this.execution = execution;
    this.workers =
        Executors.newFixedThreadPool(
            concurrency,
            task -> {
              Thread thread = new Thread(task, "command");
              thread.setDaemon(true);
              return thread;
            });
    this.inTurn = new SerialExecutor(workers);
  }

  /** Whether a command with this Id is not answered yet. */
  public synchronized boolean isInFlight(String id) {
    return byId.containsKey(id);
  }

  /** Waits until there is room for one more command. */
  public synchronized void awaitRoom() throws InterruptedException {
    while (!isStopping && (waiting >= MOST_WAITING || waitingBytes >= MOST_WAITING_BYTES)) {
      wait();
    }
  }

  /**
   * Takes a command in.
   *
   * @param bytes what its line takes while it waits
   * @param warnings gets what the user must read while it lasts; empty where it has no Id
   * @return its answer, once it is there
   */
  public CompletableFuture<Answer> start(
      Command command, int bytes, Optional<Consumer<String>> warnings) {
    if (command.invocation().runsAtOnce()) {
      return CompletableFuture.completedFuture(atOnce(command, warnings));
    }
    InFlight inFlight = inFlight(command, warnings);
    Optional<Pending> first = first(inFlight);
    if (first.isPresent()) {
      return answerOf(first.get(), inFlight);
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    begin(new Pending(inFlight, answer), bytes);
    inTurn.execute(
        turnKey(inFlight),
        () -> {
          started(bytes);
          run(inFlight, answer);
        });
    return answer;
  }

  private Answer atOnce(Command command, Optional<Consumer<String>> warnings) {
    if (command.cmdlet() instanceof Cmdlet.Stop stop) {
      return Answer.ofResult("{\"WasInFlight\":" + stop(stop.id()) + "}");
    }
    return execution.execute(inFlight(command, warnings));
  }

  private synchronized boolean stop(String id) {
    StopSignal signal = byId.get(id);
    if (signal != null) {
      signal.stop();
    }
    return signal != null;
  }

  private InFlight inFlight(Command command, Optional<Consumer<String>> warnings) {
    return new InFlight(
        command,
        execution.identify(command),
        execution.sessions().next(command),
        new StopSignal(),
        command.idText().isPresent() ? execution.seenNow() : -1,
        warnings);
  }

  /** A purchase is known by its key or its RequestId: a second one in flight is not sent. */
  private static @Nullable Object purchase(InFlight inFlight) {
    Command command = inFlight.command();
    if (!command.invocation().changes()) {
      return null;
    }
    return command.key().isPresent() ? inFlight.identity() : command.envelope().request().given();
  }

  private synchronized Optional<Pending> first(InFlight inFlight) {
    return Optional.ofNullable(purchase(inFlight)).map(byPurchase::get);
  }

  private static CompletableFuture<Answer> answerOf(Pending first, InFlight second) {
    Command command = second.command();
    boolean isSame =
        first.inFlight().command().name().equals(command.name())
            && first
                .inFlight()
                .command()
                .invocation()
                .content()
                .equals(command.invocation().content());
    return isSame
        ? first.answer().copy()
        : CompletableFuture.completedFuture(
            Answer.ofError(
                ErrorRecord.notSent(
                    command.key().isPresent()
                        ? ErrorKind.IdempotencyKeyReused
                        : ErrorKind.CommandInFlight,
                    "The command of line %d has the same %s and is still in flight, but is another one."
                        .formatted(
                            first.inFlight().command().line(),
                            command.key().isPresent() ? "IdempotencyKey" : "RequestId"),
                    null,
                    ExitCode.NEEDS_A_PERSON)));
  }

  private synchronized void begin(Pending pending, int bytes) {
    InFlight inFlight = pending.inFlight();
    waiting++;
    waitingBytes += bytes;
    signals.add(inFlight.stop());
    if (isStopping) {
      // It came too late for stopAll() to see it.
      inFlight.stop().stop();
    }
    inFlight.command().idText().ifPresent(id -> byId.put(id, inFlight.stop()));
    Object purchase = purchase(inFlight);
    if (purchase != null) {
      byPurchase.put(purchase, pending);
    }
  }

  private synchronized void started(int bytes) {
    waiting--;
    waitingBytes -= bytes;
    notifyAll();
  }

  private static String turnKey(InFlight inFlight) {
    return inFlight.command().cartKey().orElseGet(() -> UUID.randomUUID().toString());
  }

  private void run(InFlight inFlight, CompletableFuture<Answer> answer) {
    try {
      Answer executed;
      try {
        executed = execution.execute(inFlight);
      } finally {
        inFlight.turn().end();
        end(inFlight);
      }
      answer.complete(executed);
    } catch (RuntimeException | Error e) {
      // Such as too little memory for the answer of an error.
      answer.completeExceptionally(e);
    }
  }

  /** Once a command is answered, its Id may be used again. */
  private synchronized void end(InFlight inFlight) {
    signals.remove(inFlight.stop());
    inFlight.command().idText().ifPresent(id -> byId.remove(id, inFlight.stop()));
    Object purchase = purchase(inFlight);
    if (purchase != null) {
      byPurchase.remove(purchase);
    }
  }

  /** Stops all commands in flight, and those that come later. */
  public void stopAll() {
    synchronized (this) {
      isStopping = true;
      notifyAll();
    }
    synchronized (signals) {
      signals.forEach(StopSignal::stop);
    }
  }

  @Override
  public void close() {
    workers.shutdown();
  }
}
