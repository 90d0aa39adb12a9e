package io.github.partnercart.stdio;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.cmdlet.Invocation;
import io.github.partnercart.journal.JournalLine;
import io.github.partnercart.partnercenter.Call;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command that was read and checked.
 *
 * @param line the number of its line
 * @param id what its answer is matched by; null where answers come in input order
 * @param journal what is known of it from an earlier run
 */
record Command(
    long line, @Nullable JsonPrimitive id, Invocation invocation, Call call, JournalLine journal) {
  Command(long line, @Nullable JsonPrimitive id, Invocation invocation, Call call) {
    this(line, id, invocation, call, JournalLine.UNKNOWN);
  }

  /** The same with what a journal knows of it. */
  Command with(JournalLine known) {
    return new Command(line, id, invocation, call.with(known), known);
  }

  /**
   * Whether a journal keeps it. It keeps no sign-in, which is made anew in each run, and nothing
   * that has no effect.
   */
  boolean isKept() {
    return !invocation.changesSession() && !invocation.runsAtOnce();
  }

  /** Commands with the same key run one after another, in input order. */
  String key() {
    // A command that is repeated with its RequestId waits for the first one's answer.
    // Ids are GUIDs, which are the same in any case.
    return invocation
        .cartId()
        .map(id -> id.toLowerCase(Locale.ROOT))
        .orElse(call.requestId().toString());
  }

  Optional<JsonPrimitive> idIfAny() {
    return Optional.ofNullable(id);
  }

  /** The Id as text, by which the command can be stopped; 1 and "1" are two. */
  Optional<String> name() {
    return Optional.ofNullable(id).map(JsonPrimitive::toString);
  }
}
