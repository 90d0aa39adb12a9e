package io.github.partnercart.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A disk in memory, whose power can be cut, which may be full, and whose sync may fail. */
final class MemoryDisk implements Disk {
  private static final int BLOCK = 512;

  private byte[] bytes;
  private byte[] synced;
  private final Set<Integer> unsynced = new TreeSet<>();
  long room = Long.MAX_VALUE;
  volatile boolean syncFails;
  volatile int syncs;
  boolean isClosed;

  /** Runs at the beginning of each sync. */
  Runnable onSync = () -> {};

  MemoryDisk(byte... bytes) {
    this.bytes = bytes;
    this.synced = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** What is on the disk if the power is cut now: of what was not synced, any blocks. */
  MemoryDisk afterPowerCut(Random random) {
    boolean hasNewLength = random.nextBoolean();
    byte[] left = Arrays.copyOf(synced, hasNewLength ? bytes.length : synced.length);
    for (int block : unsynced) {
      int from = block * BLOCK;
      int to = Math.min(Math.min(from + BLOCK, bytes.length), left.length);
      if (random.nextBoolean() && from < to) {
        System.arraycopy(bytes, from, left, from, to - from);
      }
    }
    return new MemoryDisk(left);
  }

  @Override
  public InputStream read() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public byte[] read(long position, int length) {
    int from = (int) Math.min(position, bytes.length);
    return Arrays.copyOfRange(bytes, from, Math.min(from + length, bytes.length));
  }

  @Override
  public void write(long position, byte[] written) throws IOException {
    if (position + written.length > room) {
      throw new IOException("No space left on device");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.max(bytes.length, position + written.length));
    System.arraycopy(written, 0, bytes, (int) position, written.length);
    for (long at = position / BLOCK; at <= (position + written.length - 1) / BLOCK; at++) {
      unsynced.add((int) at);
    }
  }

  long length() {
    return bytes.length;
  }

  @Override
  public void cut(long length) {
    bytes = Arrays.copyOf(bytes, (int) length);
  }

  @Override
  public void sync() throws IOException {
    syncs++;
    byte[] present = bytes.clone();
    onSync.run();
    if (syncFails) {
      throw new IOException("Input/output error");
    }
    synced = present;
    unsynced.clear();
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
