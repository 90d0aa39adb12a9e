package io.github.partnercart.command;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.journal.Identity;
import io.github.partnercart.partnercenter.Repeat;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that was read and checked.
 *
 * @param envelope what stands around the parameters
 * @param invocation the cmdlet with its parameters
 */
public record Command(Envelope envelope, Invocation invocation) {
  /**
   * What stands around the parameters.
   *
   * @param line the number of its line
   * @param id what its answer is matched by; null where answers come in input order
   * @param key the IdempotencyKey; null where there is none
   * @param session the Session to work as; null for the default sign-in
   * @param request what its requests carry
   * @param timeout how long it may take from when it starts
   * @param isVerbose whether its exchanges with the service are answered, too
   */
  public record Envelope(
      long line,
      @Nullable JsonPrimitive id,
      @Nullable String key,
      @Nullable String session,
      RequestIds request,
      Duration timeout,
      boolean isVerbose) {}

  /**
   * What the requests of a command carry.
   *
   * @param given the MS-RequestId that the line has; null where it has none
   * @param isNew whether the given one was made for this line, so that nothing was sent with it
   * @param correlationId the MS-CorrelationId
   */
  public record RequestIds(@Nullable UUID given, boolean isNew, UUID correlationId) {
    /** Those of a line that has none. */
    public static RequestIds fresh() {
      return new RequestIds(null, false, UUID.randomUUID());
    }

    /** Whether a request with the given id may have been sent before. */
    boolean mayHaveBeenSent() {
      return given != null && !isNew;
    }
  }

  /** The number of its line. */
  public long line() {
    return envelope.line();
  }

  @Nullable String session() {
    return envelope.session();
  }

  /** The IdempotencyKey; empty where there is none. */
  public Optional<String> key() {
    return Optional.ofNullable(envelope.key());
  }

  /** The name of its cmdlet. */
  String name() {
    return invocation.type().name();
  }

  Cmdlet cmdlet() {
    return invocation.cmdlet();
  }

  /** The Id as text, by which the command can be stopped; 1 and "1" are two. */
  public Optional<String> idText() {
    return Optional.ofNullable(envelope.id()).map(JsonPrimitive::toString);
  }

  /** The cart that it works on, by the name that is the same for all ways to write it. */
  Optional<String> cartKey() {
    // Ids are GUIDs, which are the same in any case.
    return invocation.cartId().map(id -> id.toLowerCase(Locale.ROOT));
  }

  /**
   * How it can be repeated where its outcome is unknown.
   *
   * @param hasJournal whether a journal knows it
   */
  Repeat repeat(boolean hasJournal) {
    if (hasJournal) {
      return key().isPresent() ? Repeat.WITH_KEY_AND_JOURNAL : Repeat.WITH_JOURNAL;
    }
    if (cmdlet() instanceof Cmdlet.Creation) {
      return key().isPresent() ? Repeat.WITH_KEY : Repeat.WITH_REQUEST_ID;
    }
    return cmdlet() instanceof Cmdlet.Checkout ? Repeat.SAME_CART : Repeat.LOOK_FIRST;
  }

  /**
   * What a journal knows it by.
   *
   * @param place its place among those without a key that have the same content
   */
  Identity identity(int place) {
    return key()
        .map(key -> Identity.of(name(), key))
        .orElseGet(() -> Identity.of(name(), Content.digest(invocation.content()), place));
  }
}
