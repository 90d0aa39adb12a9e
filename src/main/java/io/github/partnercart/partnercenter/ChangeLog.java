package io.github.partnercart.partnercenter;

import java.io.IOException;
import java.util.UUID;

/** Stores the requests of a purchase or change before they are sent. */
public interface ChangeLog {
  /** Stores nothing. */
  ChangeLog NONE =
      new ChangeLog() {
        @Override
        public void sending(UUID requestId) {}

        @Override
        public boolean answered(Meaning meaning) {
          return true;
        }
      };

  /**
   * Stores that a request is about to be sent.
   *
   * @throws IOException if it can't be stored: then it must not be sent
   */
  void sending(UUID requestId) throws IOException;

  /**
   * Stores what the end of a request means after which there is a retry. That of the last request
   * is handed back to the caller, who stores it with the result or the error.
   *
   * @return whether it is stored; else there must be no retry
   */
  boolean answered(Meaning meaning);
}
