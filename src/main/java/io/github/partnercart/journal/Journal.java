package io.github.partnercart.journal;

import java.io.Closeable;

/**
 * What has become of each line of an input. Lines are asked for in the order in which they are
 * read; what is known of them may be used by many threads at once.
 */
public interface Journal extends Closeable {
  /** Keeps nothing and knows nothing. */
  Journal NONE =
      new Journal() {
        @Override
        public JournalLine line(long number, byte[] line) {
          return JournalLine.UNKNOWN;
        }

        @Override
        public void pass(long number) {}

        @Override
        public void close() {}
      };

  /**
   * What is known of a line, and keeps what becomes of it.
   *
   * @param number counts from 1
   * @throws JournalException if an earlier run had another line there, or it can't be read any more
   */
  JournalLine line(long number, byte[] line) throws JournalException;

  /**
   * Passes over a line that is not kept: it sends nothing, or is a sign-in.
   *
   * @throws JournalException if an earlier run had one there that is kept
   */
  void pass(long number) throws JournalException;

  @Override
  void close();
}
