package io.github.partnercart.command;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What this run has shown of carts: before a checkout a cart must still be what was shown. */
final class ShownCarts {
  private static final int MOST = 10_000;

  /** For as long as this a cart is taken to be what the service has just said. */
  private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * @param state null if nothing of it was shown
   * @param freshAt null if what was shown need not be so now
   */
  private record Known(@Nullable String state, @Nullable Long freshAt) {}

  private final LongSupplier nanoTime;
  private final Map<String, Known> carts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST;
        }
      };

  ShownCarts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The state of a cart that was shown last in this run. */
  synchronized Optional<String> state(String cart) {
    return Optional.ofNullable(carts.get(cart)).map(Known::state);
  }

  /** Whether the cart is what was shown, as the service said so less than a minute ago. */
  synchronized boolean isFresh(String cart) {
    Known known = carts.get(cart);
    return known != null
        && known.freshAt() != null
        && nanoTime.getAsLong() - known.freshAt() < FRESH_NANOS;
  }

  /** Keeps what an answer shows of a cart. */
  synchronized void shown(String cart, String state, boolean isFresh) {
    carts.put(cart, new Known(state, isFresh ? (Long) nanoTime.getAsLong() : null));
  }

  /** A command on the cart showed nothing of it, and may have changed it. */
  synchronized void touched(String cart) {
    Known known = carts.get(cart);
    if (known != null) {
      carts.put(cart, new Known(known.state(), null));
    }
  }
}
