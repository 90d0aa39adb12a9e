package io.github.partnercart.command;

import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run, if it has one. Where only commands with a key have one, as in the module's
 * process, it is opened at the first of them.
 */
public final class Journals implements AutoCloseable {
  /** Opens a journal when it is needed. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens it.
     *
     * @throws JournalException if it can't be used
     */
    Journal open() throws JournalException;
  }

  private final @Nullable Opener ofKeyed;
  private @Nullable Journal journal;

  /** How often each content without a key stood in the input so far. */
  private final Map<String, Integer> places = new HashMap<>();

  private Journals(@Nullable Opener ofKeyed, @Nullable Journal journal) {
    this.ofKeyed = ofKeyed;
    this.journal = journal;
  }

  /** Without a journal. */
  public static Journals none() {
    return new Journals(null, null);
  }

  /** With a journal for all commands. */
  public static Journals of(Journal journal) {
    return new Journals(null, journal);
  }

  /** With a journal for commands with a key, opened when it is first needed. */
  public static Journals ofKeyed(Opener opener) {
    return new Journals(opener, null);
  }

  /**
   * The place of a command among those without a key that have the same content; called in input
   * order.
   */
  synchronized int place(Command command) {
    if (journal == null || ofKeyed != null || command.key().isPresent()) {
      return 1;
    }
    String content = command.name() + " " + Content.digest(command.invocation().content());
    return places.merge(content, 1, Integer::sum);
  }

  /**
   * The journal that a command is looked up in; empty where it has none.
   *
   * @throws JournalException if it can't be opened
   */
  synchronized Optional<Journal> of(boolean hasKey) throws JournalException {
    if (ofKeyed == null) {
      return Optional.ofNullable(journal);
    }
    if (!hasKey) {
      return Optional.empty();
    }
    if (journal == null) {
      journal = ofKeyed.open();
    }
    return Optional.of(journal);
  }

  /** Whether commands with a key, or those without, have a journal. */
  boolean isFor(boolean hasKey) {
    return ofKeyed == null ? journal != null : hasKey;
  }

  /** The journal, if it is open. */
  synchronized Optional<Journal> ifOpen() {
    return Optional.ofNullable(journal);
  }

  /** The commands that are open and did not stand in this input, in words. */
  public synchronized List<String> openElsewhere() {
    return journal == null || ofKeyed != null
        ? List.of()
        : journal.openElsewhere().stream().map(Object::toString).toList();
  }

  @Override
  public synchronized void close() {
    if (journal != null) {
      journal.close();
    }
  }
}
