package io.github.partnercart.partnercenter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests go, the oldest command's first, as many at once and as fast as the service takes
 * them.
 *
 * <p>The service limits a partner, and a customer of a partner. A 429 counts for the partner,
 * unless others' requests were answered while the same customer's were throttled twice: then it
 * counts for that customer, and the others go on.
 */
final class Throttle {
  /** One request that was let go. */
  static final class Ticket {
    private final String customer;
    private final List<Pace> paces;
    private final List<Pace.Sent> sent = new ArrayList<>();

    private Ticket(String customer, List<Pace> paces) {
      this.customer = customer;
      this.paces = paces;
    }
  }

  /** One request that waits. */
  private static final class Waiter {
    private final String customer;
    private final Deadline deadline;
    private final Condition condition;
    private boolean wasHeld;
    private @Nullable Ticket ticket;

    Waiter(String customer, Deadline deadline, Condition condition) {
      this.customer = customer;
      this.deadline = deadline;
      this.condition = condition;
    }
  }

  private final Limits limits;
  private final RetrySettings retry;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Pace partner;

  /** Only of those whose own limit was met. */
  private final Map<String, Pace> customers = new HashMap<>();

  /** Who was throttled and not answered since, and how many requests were answered before. */
  private final Map<String, Long> lastThrottled = new HashMap<>();

  /** The oldest first. */
  private final List<Waiter> waiting = new ArrayList<>();

  private final RetryBudget budget = new RetryBudget();
  private boolean isFailing;
  private int inFlight;
  private long answered;

  /**
   * Keeps its own time.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Throttle(Limits limits, RetrySettings retry, LongSupplier nanoTime) {
    this.limits = limits;
    this.retry = retry;
    this.nanoTime = nanoTime;
    this.partner = new Pace(limits.perSecond(), retry, nanoTime.getAsLong());
  }

  /**
   * Waits until one more request may be sent.
   *
   * @param customer the customer that it is for
   * @param deadline of the command; the one that started first is let go first
   * @return empty if it may not before the command's time is over
   */
  Optional<Ticket> enter(String customer, Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Waiter waiter = new Waiter(customer, deadline, lock.newCondition());
      queue(waiter);
      try {
        if (canGoInTime(waiter)) {
          letGo();
        }
        await(waiter);
      } finally {
        if (waiter.ticket == null && waiting.remove(waiter)) {
          wakeFirst();
        }
      }
      return Optional.ofNullable(waiter.ticket);
    } finally {
      lock.unlock();
    }
  }

  private void queue(Waiter waiter) {
    int place = waiting.size();
    while (place > 0 && waiter.deadline.startedBefore(waiting.get(place - 1).deadline)) {
      place--;
    }
    waiting.add(place, waiter);
  }

  private boolean canGoInTime(Waiter waiter) {
    Duration remaining = waiter.deadline.remaining();
    return !remaining.isZero() && pauseOf(waiter.customer).compareTo(remaining) <= 0;
  }

  private void await(Waiter waiter) throws InterruptedException {
    try {
      while (waiter.ticket == null && canGoInTime(waiter)) {
        long unused = waiter.condition.awaitNanos(nanosToWait(waiter));
        letGo();
      }
    } catch (InterruptedException e) {
      if (waiter.ticket == null) {
        throw e;
      }
      // It was let go before: what is done with the ticket sees the interrupt.
      Thread.currentThread().interrupt();
    }
  }

  /** The first one watches the clock for all; the others are woken. */
  private long nanosToWait(Waiter waiter) {
    long remaining = waiter.deadline.remaining().toNanos();
    return waiter == waiting.get(0) ? Math.min(remaining, untilNext()) : remaining;
  }

  private long untilNext() {
    long now = nanoTime.getAsLong();
    long least = TimeUnit.HOURS.toNanos(1);
    if (inFlight < limits.inFlight()) {
      for (Waiter waiter : waiting) {
        List<Pace> paces = pacesOf(waiter.customer);
        if (paces.stream().noneMatch(Pace::isFull)) {
          least = Math.min(least, wait(paces, now));
        }
      }
    }
    return least;
  }

  /** Lets go all who may, the oldest first. */
  private void letGo() {
    long now = nanoTime.getAsLong();
    Iterator<Waiter> all = waiting.iterator();
    boolean isAnyGone = false;
    while (inFlight < limits.inFlight() && all.hasNext()) {
      Waiter waiter = all.next();
      List<Pace> paces = pacesOf(waiter.customer);
      boolean isFull = paces.stream().anyMatch(Pace::isFull);
      if (!isFull && wait(paces, now) == 0) {
        all.remove();
        inFlight++;
        isAnyGone = true;
        waiter.ticket = new Ticket(waiter.customer, paces);
        for (Pace pace : paces) {
          waiter.ticket.sent.add(pace.send(now, waiter.wasHeld));
        }
        waiter.condition.signal();
      } else {
        waiter.wasHeld |= !isFull;
      }
    }
    if (isAnyGone) {
      wakeFirst();
    }
  }

  private void wakeFirst() {
    if (!waiting.isEmpty()) {
      waiting.get(0).condition.signal();
    }
  }

  private List<Pace> pacesOf(String customer) {
    Pace own = customers.get(customer);
    return own == null ? List.of(partner) : List.of(partner, own);
  }

  private static long wait(List<Pace> paces, long now) {
    return paces.stream().mapToLong(pace -> pace.earliest(now) - now).max().orElse(0);
  }

  /** Why a customer's requests are held back; empty if they are not. */
  String reason(String customer) {
    lock.lock();
    try {
      if (pauseOf(customer).isZero()) {
        return "";
      }
      return isFailing ? ", as the service is failing" : ", as the service is throttling";
    } finally {
      lock.unlock();
    }
  }

  private Duration pauseOf(String customer) {
    long now = nanoTime.getAsLong();
    Duration longest = Duration.ZERO;
    for (Pace pace : pacesOf(customer)) {
      Duration pause = pace.pause(now);
      longest = pause.compareTo(longest) > 0 ? pause : longest;
    }
    return longest;
  }

  /** The service failed, or did not answer the request. */
  void failed(Ticket ticket, Duration retryAfter) {
    lock.lock();
    try {
      budget.spend();
      if (budget.isSpent()) {
        isFailing = true;
        partner.failed(ticket.sent.get(0), retryAfter, nanoTime.getAsLong());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The request was answered, neither by a failure of the service nor with 429. */
  void answered(Ticket ticket) {
    lock.lock();
    try {
      answered++;
      budget.refund();
      isFailing = false;
      lastThrottled.remove(ticket.customer);
      ticket.paces.forEach(Pace::taken);
    } finally {
      lock.unlock();
    }
  }

  /** The request was throttled. */
  void throttled(Ticket ticket, Duration retryAfter) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      int last = ticket.paces.size() - 1;
      if (last == 0 && isOwnLimit(ticket.customer)) {
        customers.put(ticket.customer, new Pace(limits.perSecond(), retry, now));
      }
      lastThrottled.putIfAbsent(ticket.customer, answered);
      isFailing = false;
      // Of a customer with a pace of its own it is the last.
      ticket.paces.get(last).throttled(ticket.sent.get(last), retryAfter, now);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOwnLimit(String customer) {
    Long answeredBefore = lastThrottled.get(customer);
    return answeredBefore != null && answered > answeredBefore && !customers.containsKey(customer);
  }

  /** The request is over. */
  void leave(Ticket ticket) {
    lock.lock();
    try {
      inFlight--;
      ticket.paces.forEach(Pace::over);
      letGo();
      wakeFirst();
    } finally {
      lock.unlock();
    }
  }
}
