package io.github.partnercart.partnercenter;

import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One command's call of the service: what identifies it, how long it may take, whether it was
 * canceled, and what it exchanged.
 */
public final class Call {
  private final UUID requestId;
  private final UUID correlationId;
  private final Duration timeout;
  private final LongSupplier nanoTime;
  private final long deadlineNanos;
  private Optional<Consumer<String>> warnings = Optional.empty();
  private final boolean isVerbose;
  private final WriteAheadLog log;

  /** Of the thread that runs the command, which also reads them when it is done. */
  private final List<String> exchanges = new ArrayList<>();

  private boolean canceled;
  private boolean waiting;
  private @Nullable Thread thread;

  /**
   * Starts the clock of a call.
   *
   * @param requestId the idempotency key of the call's purchase or change
   * @param correlationId what the service's support finds the call by
   * @param timeout how long the call may take, repeats and waits included
   */
  public Call(UUID requestId, UUID correlationId, Duration timeout) {
    this(requestId, correlationId, timeout, false);
  }

  /**
   * Starts the clock of a call.
   *
   * @param isVerbose whether its exchanges with the service are noted
   */
  public Call(UUID requestId, UUID correlationId, Duration timeout, boolean isVerbose) {
    this(requestId, correlationId, timeout, isVerbose, System::nanoTime);
  }

  /**
   * Starts a clock of its own.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Call(
      UUID requestId,
      UUID correlationId,
      Duration timeout,
      boolean isVerbose,
      LongSupplier nanoTime) {
    this(requestId, correlationId, timeout, isVerbose, nanoTime, WriteAheadLog.NONE);
  }

  private Call(
      UUID requestId,
      UUID correlationId,
      Duration timeout,
      boolean isVerbose,
      LongSupplier nanoTime,
      WriteAheadLog log) {
    this.requestId = requestId;
    this.correlationId = correlationId;
    this.timeout = timeout;
    this.isVerbose = isVerbose;
    this.nanoTime = nanoTime;
    this.log = log;
    // The monotonic clock: a change of the time of day neither ends nor extends a call.
    this.deadlineNanos = nanoTime.getAsLong() + timeout.toNanos();
  }

  /** The same call with a log, by which it goes on where an earlier process was cut off. */
  public Call with(WriteAheadLog writeAheadLog) {
    UUID id = writeAheadLog.earlier().map(WriteAheadLog.Entry::requestId).orElse(requestId);
    return new Call(id, correlationId, timeout, isVerbose, nanoTime, writeAheadLog);
  }

  /** Whether an earlier process may have sent its purchase or change. */
  public boolean mayHaveBeenSent() {
    return log.earlier().isPresent();
  }

  /**
   * The request as it is to be sent: kept in the log, or taken from there.
   *
   * @throws IOException if it can't be kept, and so must not be sent
   */
  PartnerRequest logged(PartnerRequest request) throws IOException {
    Optional<WriteAheadLog.Entry> earlier = log.earlier();
    if (earlier.isPresent()) {
      return request.withBody(earlier.get().body());
    }
    log.keep(new WriteAheadLog.Entry(request.requestId(), request.body()));
    return request;
  }

  public UUID requestId() {
    return requestId;
  }

  public UUID correlationId() {
    return correlationId;
  }

  /** Names who is told what the user must read while the call lasts. */
  public synchronized void warnOn(Consumer<String> listener) {
    warnings = Optional.of(listener);
  }

  /** Who is told what the user must read; empty where nobody reads that. */
  public synchronized Optional<Consumer<String>> warnings() {
    return warnings;
  }

  public boolean isVerbose() {
    return isVerbose;
  }

  /** What was exchanged with the service, a sentence each; empty unless verbose. */
  public List<String> exchanges() {
    return Collections.unmodifiableList(exchanges);
  }

  void note(String exchange) {
    if (isVerbose) {
      exchanges.add(exchange);
    }
  }

  Duration timeout() {
    return timeout;
  }

  /** What the call's time is measured by; only differences count. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }

  Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - nanoTime()));
  }

  /** Something that is waited for before a request, such as an access token. */
  @FunctionalInterface
  public interface Wait<T> {
    /** Waits for as long as is given. */
    T within(Duration atMost) throws SignInException, InterruptedException;
  }

  /**
   * Waits for as long as the call may take.
   *
   * @throws InterruptedException if the call was canceled, also while it waited
   */
  public <T> T await(Wait<T> wait) throws SignInException, InterruptedException {
    beginWait();
    try {
      T result = wait.within(remaining());
      requireNotCanceled();
      return result;
    } catch (SignInException e) {
      // It may be no more than what the interrupt looks like.
      requireNotCanceled();
      throw e;
    } finally {
      endWait();
    }
  }

  private void requireNotCanceled() throws InterruptedException {
    if (isCanceled()) {
      throw new InterruptedException("canceled");
    }
  }

  /** Lets the exchange that is under way end, and starts no further one. */
  public synchronized void cancel() {
    canceled = true;
    if (waiting && thread != null) {
      thread.interrupt();
    }
  }

  synchronized boolean isCanceled() {
    return canceled;
  }

  /** From here to {@link #endWait()}, a cancel interrupts this thread: it only waits. */
  synchronized void beginWait() {
    thread = Thread.currentThread();
    waiting = true;
    if (canceled) {
      thread.interrupt();
    }
  }

  synchronized void endWait() {
    waiting = false;
    if (canceled) {
      // Clears an interrupt that came too late to end the wait.
      boolean unused = Thread.interrupted();
    }
  }
}
