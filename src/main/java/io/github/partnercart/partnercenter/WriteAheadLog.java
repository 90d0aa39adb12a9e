package io.github.partnercart.partnercenter;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what a call is about to send, and knows what an earlier process was about to send. */
public interface WriteAheadLog {
  /** Keeps nothing. */
  WriteAheadLog NONE =
      new WriteAheadLog() {
        @Override
        public Optional<Entry> earlier() {
          return Optional.empty();
        }

        @Override
        public void keep(Entry entry) {}
      };

  /**
   * A purchase or change.
   *
   * @param requestId its MS-RequestId
   */
  record Entry(UUID requestId, @Nullable JsonObject body) {}

  /** What an earlier process kept, and so may have sent; it is sent again as it was then. */
  Optional<Entry> earlier();

  /**
   * Keeps what is sent next; it is safe when this returns.
   *
   * @throws IOException if it can't be kept: then it must not be sent
   */
  void keep(Entry entry) throws IOException;
}
