package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.journal.Answered.Means;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A file that remembers what was sent and answered, so that any later run with it goes on. One
 * process at a time uses it; within it, many threads do.
 */
public final class Journal implements Closeable {
  /** What was printed last of a cart is not known. */
  public static final String NOT_KNOWN = "not known";

  private static final String SENT = "Sent";
  private static final String ANSWERED = "Answered";
  private static final String PRINTED = "Printed";
  private static final String STATE = "State";

  /** An answer has about the size of its request, and what the service adds. */
  private static final int ROOM_FOR_ANSWER = 8 * 1024;

  /** What is known of one cart. */
  private static final class CartNotes {
    private @Nullable String printed;
    private long lastDoneAt = CommandState.NOWHERE;
  }

  private final RecordFile file;
  private final Map<Identity, CommandState> states = new HashMap<>();
  private final Map<String, CartNotes> carts = new HashMap<>();
  private final Map<Sent.By, Sent.By> senders = new HashMap<>();
  private final Map<Identity, Integer> reserves = new HashMap<>();
  private boolean isFull;

  private Journal(Disk disk, String name) throws JournalException {
    this.file = RecordFile.open(disk, name, this::replay);
  }

  /**
   * Opens a journal, or starts a new one. What an earlier run wrote is on the disk when this
   * returns.
   *
   * @throws JournalException if the file can't be used, with what to do
   */
  public static Journal open(Path path) throws JournalException {
    return open(RealDisk.open(path), path.toString());
  }

  /** The same on a disk of its own. */
  static Journal open(Disk disk, String name) throws JournalException {
    return new Journal(disk, name);
  }

  private void replay(long position, JsonObject record) {
    if (record.get(SENT) instanceof JsonObject identity) {
      Sent sent = Sent.of(record);
      stateOf(Identity.of(identity))
          .isSent(only(sent.by()), CommandState.digestOf(sent.content()), sent.cart(), position);
    } else if (record.get(ANSWERED) instanceof JsonObject identity) {
      replay(Identity.of(identity), Answered.of(record), position);
    } else {
      notes(record.get(PRINTED).getAsString()).printed = record.get(STATE).getAsString();
    }
  }

  private void replay(Identity identity, Answered answered, long position) {
    stateOf(identity).isAnswered(answered.means(), answered.cart(), position);
    if (answered.means() == Means.DONE) {
      CartNotes notes = notes(answered.cart());
      notes.lastDoneAt = position;
      if (!identity.command().startsWith("Submit-")) {
        notes.printed = NOT_KNOWN;
      }
    }
  }

  private CommandState stateOf(Identity identity) {
    return states.computeIfAbsent(identity, unused -> new CommandState());
  }

  private CartNotes notes(String cart) {
    return carts.computeIfAbsent(cart.toLowerCase(Locale.ROOT), unused -> new CartNotes());
  }

  /** Few accounts send many commands. */
  private Sent.By only(Sent.By sender) {
    return senders.computeIfAbsent(sender, same -> same);
  }

  /** What there is of a command that stands in this input. */
  public synchronized CommandState state(Identity identity) {
    CommandState state = stateOf(identity);
    state.isRead();
    return state;
  }

  /**
   * The request of a command that was sent last.
   *
   * @throws IOException if it can't be read any more
   */
  public synchronized Sent lastSent(CommandState state) throws IOException {
    return Sent.of(file.at(state.sentAt()));
  }

  /**
   * The last answer to a command.
   *
   * @throws IOException if it can't be read any more
   */
  public synchronized Answered lastAnswer(CommandState state) throws IOException {
    return Answered.of(file.at(state.answeredAt()));
  }

  /**
   * The result of a command that is done or partial.
   *
   * @throws IOException if it can't be read any more
   */
  public synchronized Answered result(CommandState state) throws IOException {
    return Answered.of(file.at(state.resultAt()));
  }

  /** The parameters whose values are other ones than those that were sent. */
  public synchronized List<String> differences(CommandState state, Map<String, String> content)
      throws IOException {
    Map<String, String> sent = lastSent(state).content();
    return Stream.concat(content.keySet().stream(), sent.keySet().stream())
        .distinct()
        .filter(name -> !String.valueOf(content.get(name)).equals(sent.get(name)))
        .sorted()
        .toList();
  }

  /** Whether another change of its cart was done after the last answer to a command. */
  public synchronized boolean isCartChangedSince(CommandState state) {
    return carts.containsKey(state.cart().toLowerCase(Locale.ROOT))
        && notes(state.cart()).lastDoneAt > state.answeredAt();
  }

  /**
   * The state of a cart that was printed last, {@link #NOT_KNOWN} if a change of it came after
   * that; empty if no change of it is known, and none of its states was printed.
   */
  public synchronized Optional<String> lastPrinted(String cart) {
    return Optional.ofNullable(carts.get(cart.toLowerCase(Locale.ROOT))).map(n -> n.printed);
  }

  /** Whether no more requests can be stored, so that no more changes may be sent. */
  public synchronized boolean isFull() {
    return isFull;
  }

  /**
   * Stores that a request is about to be sent; it is on the disk when this returns.
   *
   * @throws IOException if it can't be stored: then it must not be sent
   */
  public void sent(Identity identity, Sent sent) throws IOException {
    JsonObject record = new JsonObject();
    record.add(SENT, identity.toJson());
    sent.toJson().entrySet().forEach(entry -> record.add(entry.getKey(), entry.getValue()));
    try {
      synchronized (this) {
        if (isFull) {
          throw new IOException("the journal could not be written before");
        }
        int room = ROOM_FOR_ANSWER + 2 * String.valueOf(sent.body()).length();
        long position = file.append(record, room);
        reserves.merge(identity, room, Integer::sum);
        stateOf(identity)
            .isSent(only(sent.by()), CommandState.digestOf(sent.content()), sent.cart(), position);
      }
      file.sync();
    } catch (IOException e) {
      fail(e);
      throw new IOException("the journal can't be written (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Stores what an answer means; it is on the disk when this returns.
   *
   * @throws IOException if it can't be stored; no more requests can be stored then
   */
  public void answered(Identity identity, Answered answered) throws IOException {
    JsonObject record = new JsonObject();
    record.add(ANSWERED, identity.toJson());
    answered.toJson().entrySet().forEach(entry -> record.add(entry.getKey(), entry.getValue()));
    try {
      synchronized (this) {
        Integer room = reserves.remove(identity);
        replay(identity, answered, file.appendFromReserve(record, room == null ? 0 : room));
      }
      file.sync();
    } catch (IOException e) {
      fail(e);
      throw e;
    }
  }

  private synchronized void fail(IOException e) {
    if (!isFull) {
      LoggerFactory.getLogger(Journal.class)
          .error("The journal can't be written: {}. No more changes are sent.", e.getMessage());
    }
    isFull = true;
  }

  /** Notes that a state of a cart was printed; this is not synced. */
  public synchronized void printed(String cart, String state) {
    if (isFull || state.equals(lastPrinted(cart).orElse(null))) {
      return;
    }
    JsonObject record = new JsonObject();
    record.add(PRINTED, new JsonPrimitive(cart));
    record.addProperty(STATE, state);
    try {
      long position = file.append(record, 0);
      replay(position, record);
    } catch (IOException e) {
      fail(e);
    }
  }

  /** The commands that are open and did not stand in this input. */
  public synchronized List<Identity> openElsewhere() {
    return states.entrySet().stream()
        .filter(entry -> !entry.getValue().isInThisInput())
        .filter(entry -> entry.getValue().kind() == CommandState.Kind.OPEN)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // All that counts was synced.
    }
  }
}
