package io.github.partnercart.faults;

import java.time.Duration;
import java.util.UUID;

/** How long the service knows a request by its MS-RequestId, which is documented nowhere. */
enum RequestIdMemory {
  FOR_EVER,
  /** Two seconds, which is to a trial what a minute is to a batch. */
  FOR_A_WHILE,
  NOT_AT_ALL;

  private static final long WHILE_NANOS = Duration.ofSeconds(2).toNanos();

  /** The id that stands for this one now: another one, once it was forgotten. */
  String idOf(String requestId) {
    return switch (this) {
      case FOR_EVER -> requestId;
      case FOR_A_WHILE ->
          UUID.nameUUIDFromBytes((requestId + System.nanoTime() / WHILE_NANOS).getBytes())
              .toString();
      case NOT_AT_ALL -> UUID.randomUUID().toString();
    };
  }
}
