package io.github.partnercart.command;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.journal.Identity;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line that is no command that can be run.
 *
 * @param line the number of the line
 * @param read what of it could be read
 * @param mayBeSignIn whether it may have been meant to change who is signed in
 * @param error what is wrong with it
 */
public record BadLine(long line, Read read, boolean mayBeSignIn, ErrorRecord error) {
  /**
   * What could be read of a line.
   *
   * @param id its Id; null where it has none or it could not be read
   * @param key its IdempotencyKey, likewise
   * @param type its command, likewise
   * @param cartId the cart that it is about, likewise
   */
  public record Read(
      @Nullable JsonPrimitive id,
      @Nullable String key,
      @Nullable CmdletType type,
      @Nullable String cartId) {
    /** Nothing of the line. */
    public static final Read NOTHING = new Read(null, null, null, null);

    /** The whole of a command, which stands in another one's way. */
    public static Read of(Command command) {
      return new Read(
          command.envelope().id(),
          command.envelope().key(),
          command.invocation().type(),
          command.invocation().cartId().orElse(null));
    }
  }

  /** The cart that it is about; empty where that is not known, so that it may be any. */
  Optional<String> cartKey() {
    return Optional.ofNullable(read.cartId()).map(CartKey::of);
  }

  /** Whether it may have been meant to change a cart that is there, or to look at it. */
  boolean mayBeOnCart() {
    return read.type() == null || read.type().mandatory().contains("CartId");
  }

  /** What a journal knows it by; null where that could not be read. */
  @Nullable Identity identity() {
    return read.key() == null || read.type() == null
        ? null
        : Identity.of(read.type().name(), read.key());
  }
}
