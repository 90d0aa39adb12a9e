package io.github.partnercart.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * A disk of a process that may end at any step, with or without what was not synced, and that may
 * be full. Its sync only notes what would be on the disk.
 */
public final class MortalDisk implements Disk {
  /** Counts the steps of a process, and ends it at one of them. */
  public interface Life {
    boolean isOver();

    /** One more step; may end it. */
    void step();
  }

  private final RealDisk file;
  private final Life life;
  private final int fullAfter;
  private final boolean hasNoReserve;
  private int requests;
  private long written;
  private long synced;

  private MortalDisk(RealDisk file, Life life, int fullAfter, boolean hasNoReserve) {
    this.file = file;
    this.life = life;
    this.fullAfter = fullAfter;
    this.hasNoReserve = hasNoReserve;
  }

  /**
   * Opens a journal on such a disk.
   *
   * @param fullAfter after how many requests no more can be stored
   * @param hasNoReserve whether there is no room for answers either, then
   */
  public static MortalDisk open(Path path, Life life, int fullAfter, boolean hasNoReserve)
      throws JournalException {
    return new MortalDisk(RealDisk.open(path), life, fullAfter, hasNoReserve);
  }

  /** The journal on it. */
  public Journal journal() throws JournalException {
    return Journal.open(this, "the journal");
  }

  /** Takes away what was not synced, after the process has ended. */
  public void cutPower(Path path) throws IOException {
    if (synced == 0) {
      // The journal was not opened.
      return;
    }
    byte[] present = Files.readAllBytes(path);
    Path fresh = path.resolveSibling("after");
    Files.write(fresh, Arrays.copyOf(present, (int) Math.min(synced, present.length)));
    Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(path));
    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public InputStream read() throws IOException {
    return file.read();
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    return file.read(position, length);
  }

  @Override
  public void write(long position, byte[] bytes) throws IOException {
    requireAlive();
    boolean isRoom = bytes[0] == 0;
    String record = isRoom ? "" : new String(bytes, StandardCharsets.UTF_8);
    boolean isRequest = record.contains(" {\"Sent\":");
    boolean isAnswer = record.contains(" {\"Answered\":");
    requests += isRequest ? 1 : 0;
    if ((isRequest && requests > fullAfter)
        || (isAnswer && hasNoReserve && requests >= fullAfter)) {
      throw new IOException("No space left on device");
    }
    file.write(position, bytes);
    if (!isRoom) {
      written = position + bytes.length;
    }
    if (isRequest || isAnswer) {
      life.step();
      requireAlive();
    }
  }

  private void requireAlive() throws IOException {
    if (life.isOver()) {
      throw new IOException("the process has ended");
    }
  }

  @Override
  public void cut(long length) throws IOException {
    if (!life.isOver()) {
      file.cut(length);
      written = length;
    }
  }

  @Override
  public void sync() throws IOException {
    requireAlive();
    boolean isOpened = synced > 0 || requests > 0;
    synced = written;
    if (isOpened) {
      life.step();
      requireAlive();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
