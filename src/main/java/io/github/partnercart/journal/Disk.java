package io.github.partnercart.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A file as the journal needs it, so that tests can lose what was not synced. */
interface Disk extends Closeable {
  /** All bytes from the start of the file; not to be closed. */
  InputStream read() throws IOException;

  /** Reads bytes from a position; fewer only at the end of the file. */
  byte[] read(long position, int length) throws IOException;

  /** Writes bytes at a position, also past the end. */
  void write(long position, byte[] bytes) throws IOException;

  /** Cuts the file off. */
  void cut(long length) throws IOException;

  /** Returns when all that was written is on the disk. */
  void sync() throws IOException;
}
