package io.github.partnercart.journal;

import io.github.partnercart.partnercenter.WriteAheadLog;
import java.io.IOException;
import java.util.Optional;

/** What a journal knows of one line of the input. */
public interface JournalLine extends WriteAheadLog {
  /** Knows nothing and keeps nothing. */
  JournalLine UNKNOWN =
      new JournalLine() {
        @Override
        public Optional<Answer> answer() {
          return Optional.empty();
        }

        @Override
        public void keep(Answer answer) {}

        @Override
        public Optional<Entry> earlier() {
          return Optional.empty();
        }

        @Override
        public void keep(Entry entry) {}
      };

  /**
   * The last word on a line.
   *
   * @param line the answer as it is printed, without the end of the line
   * @param isError whether the command failed
   */
  record Answer(String line, boolean isError) {}

  /** The last word on it, if an earlier run had it. */
  Optional<Answer> answer();

  /**
   * Keeps the answer, which is not yet printed; it is safe when this returns.
   *
   * @throws IOException if it can't be kept
   */
  void keep(Answer answer) throws IOException;
}
