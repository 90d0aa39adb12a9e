package io.github.partnercart.command;

import io.github.partnercart.partnercenter.StopSignal;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final Map<String, Runnable> stops = new HashMap<>();
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
    return stops.containsKey(id);
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
    if (first.isPresent() && !first.get().inFlight().hasContentOf(inFlight)) {
      return CompletableFuture.completedFuture(refused(first.get(), inFlight));
    }
    Pending pending = new Pending(inFlight, new CompletableFuture<>());
    if (first.isPresent() && first.get().inFlight().isAsSameAccount(inFlight)) {
      share(first.get(), pending, bytes);
    } else {
      run(pending, bytes);
    }
    return pending.answer();
  }

  /** A command whose key or RequestId is in flight waits for the first and gets its answer. */
  private void share(Pending first, Pending second, int bytes) {
    InFlight inFlight = second.inFlight();
    takeIn(
        inFlight,
        bytes,
        () ->
            second
                .answer()
                .complete(execution.refuse(inFlight, ErrorRecord.stopped().maybeDone())));
    CompletableFuture<Answer> unused =
        first
            .answer()
            .whenComplete(
                (ready, e) -> {
                  started(bytes);
                  end(second);
                  complete(second.answer(), ready, e);
                });
  }

  private void run(Pending pending, int bytes) {
    InFlight inFlight = pending.inFlight();
    takeIn(inFlight, bytes, inFlight.stop()::stop);
    purchase(inFlight).ifPresent(purchase -> enter(purchase, pending));
    CompletableFuture<Void> unused =
        inTurn
            .execute(keys(inFlight), () -> execute(pending, bytes))
            .whenComplete(
                (nothing, e) -> {
                  if (e != null) {
                    // It could not be started, such as for want of memory for a thread.
                    started(bytes);
                    inFlight.turn().end();
                    end(pending);
                    pending.answer().completeExceptionally(e);
                  }
                });
  }

  private Answer atOnce(Command command, Optional<Consumer<String>> warnings) {
    if (command.cmdlet() instanceof Cmdlet.Stop stop) {
      return Answer.ofResult("{\"WasInFlight\":" + stop(stop.id()) + "}");
    }
    return execution.execute(inFlight(command, warnings));
  }

  private boolean stop(String id) {
    @Nullable Runnable stop;
    synchronized (this) {
      stop = stops.get(id);
    }
    if (stop != null) {
      // Without the lock: it may write an answer.
      stop.run();
    }
    return stop != null;
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
  private static Optional<Object> purchase(InFlight inFlight) {
    Command command = inFlight.command();
    if (!command.invocation().changes()) {
      return Optional.empty();
    }
    return command.key().isPresent()
        ? Optional.of(inFlight.identity())
        : Optional.ofNullable(command.envelope().request().given());
  }

  private synchronized Optional<Pending> first(InFlight inFlight) {
    return purchase(inFlight).map(byPurchase::get);
  }

  private synchronized void enter(Object purchase, Pending pending) {
    byPurchase.put(purchase, pending);
  }

  private Answer refused(Pending first, InFlight second) {
    boolean isKeyed = second.command().key().isPresent();
    return execution.refuse(
        second,
        ErrorRecord.notSent(
            isKeyed ? ErrorKind.IdempotencyKeyReused : ErrorKind.CommandInFlight,
            "The command of line %d has the same %s and is still in flight, but is another one."
                .formatted(
                    first.inFlight().command().line(), isKeyed ? "IdempotencyKey" : "RequestId"),
            null,
            ExitCode.NEEDS_A_PERSON));
  }

  private synchronized void takeIn(InFlight inFlight, int bytes, Runnable stop) {
    waiting++;
    waitingBytes += bytes;
    signals.add(inFlight.stop());
    if (isStopping) {
      // It came too late for stopAll() to see it.
      inFlight.stop().stop();
    }
    inFlight.command().idText().ifPresent(id -> stops.put(id, stop));
  }

  private synchronized void started(int bytes) {
    waiting--;
    waitingBytes -= bytes;
    notifyAll();
  }

  /** Commands on one cart, and those that may be one purchase, run one after another. */
  private Set<Object> keys(InFlight inFlight) {
    return Stream.concat(execution.cartKey(inFlight).stream(), purchase(inFlight).stream())
        .collect(Collectors.toSet());
  }

  private void execute(Pending pending, int bytes) {
    started(bytes);
    InFlight inFlight = pending.inFlight();
    try {
      Answer executed;
      try {
        executed = execution.execute(inFlight);
      } finally {
        inFlight.turn().end();
        end(pending);
      }
      pending.answer().complete(executed);
    } catch (RuntimeException | Error e) {
      // Such as too little memory for the answer of an error.
      pending.answer().completeExceptionally(e);
    }
  }

  private static void complete(
      CompletableFuture<Answer> answer, @Nullable Answer ready, @Nullable Throwable e) {
    if (e == null) {
      answer.complete(ready);
    } else {
      answer.completeExceptionally(e);
    }
  }

  /** Once a command is answered, its Id may be used again. */
  private synchronized void end(Pending pending) {
    InFlight inFlight = pending.inFlight();
    signals.remove(inFlight.stop());
    inFlight.command().idText().ifPresent(stops::remove);
    purchase(inFlight).ifPresent(purchase -> byPurchase.remove(purchase, pending));
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
