package io.github.partnercart.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What failed in this run, cart by cart: a command that builds on it is not sent.
 *
 * <p>A command with an Id is let through if it was read after the failure had been written, as its
 * sender could see it.
 */
final class EarlierFailures {
  private static final String EVERY_CART = "";

  /** What failed. */
  enum What {
    CHANGE,
    CHECKOUT
  }

  /**
   * A failure.
   *
   * @param line the line of the command that failed
   * @param exitCode what it made of the exit code
   */
  record Failed(long line, ExitCode exitCode) {}

  private record Of(What what, String cart) {}

  private static final class Entry {
    private final Failed failed;
    private long writtenAt = Long.MAX_VALUE;

    private Entry(Failed failed) {
      this.failed = failed;
    }
  }

  private final Map<Of, List<Entry>> failures = new HashMap<>();
  private final Map<Long, Entry> unwritten = new HashMap<>();
  private long written;

  /** A command on a cart failed; without a cart, a line that could not be read. */
  synchronized void add(What what, Optional<String> cart, Failed failed) {
    Entry entry = new Entry(failed);
    failures
        .computeIfAbsent(new Of(what, cart.orElse(EVERY_CART)), of -> new ArrayList<>(1))
        .add(entry);
    unwritten.put(failed.line(), entry);
  }

  /** The answer to a line was written: its reader knows of its failure. */
  synchronized void written(long line) {
    written++;
    Entry entry = unwritten.remove(line);
    if (entry != null) {
      entry.writtenAt = written;
    }
  }

  /** What a command that is read now can have seen. */
  synchronized long now() {
    return written;
  }

  /**
   * What stands against a command.
   *
   * @param seen what its sender can have seen; -1 if it counts on the order of the input
   */
  synchronized Optional<Failed> against(Command command, String cart, long seen) {
    Stream<Of> changes = Stream.of(new Of(What.CHANGE, cart), new Of(What.CHANGE, EVERY_CART));
    Stream<Of> all =
        command.cmdlet() instanceof Cmdlet.Checkout
            ? changes
            : Stream.concat(changes, Stream.of(new Of(What.CHECKOUT, cart)));
    return all.flatMap(of -> failures.getOrDefault(of, List.of()).stream())
        .filter(entry -> entry.failed.line() < command.line())
        .filter(entry -> seen < 0 || entry.writtenAt > seen)
        .map(entry -> entry.failed)
        .reduce(EarlierFailures::both);
  }

  private static Failed both(Failed first, Failed other) {
    return new Failed(Math.min(first.line(), other.line()), first.exitCode().and(other.exitCode()));
  }
}
