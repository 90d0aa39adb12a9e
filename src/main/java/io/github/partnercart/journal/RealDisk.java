package io.github.partnercart.journal;

import io.github.partnercart.files.OwnerOnly;
import io.github.partnercart.files.UnsafeFileException;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of the owner's alone that this process has locked.
 *
 * <p>Plain file access rather than a channel, which an interrupt of one thread closes for all.
 */
final class RealDisk implements Disk {
  private final RandomAccessFile file;

  private RealDisk(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws JournalException if it can't be used, with what to do
   */
  static RealDisk open(Path path) throws JournalException {
    try {
      boolean isNew = create(path);
      OwnerOnly.requireFile(path);
      OwnerOnly.requireNotReplaceable(path);
      RealDisk disk = new RealDisk(locked(path));
      if (isNew) {
        syncFolder(path.toAbsolutePath().getParent());
      }
      return disk;
    } catch (UnsafeFileException e) {
      throw new JournalException(
          "the journal %s can't be used: %s".formatted(path, e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new JournalException(
          "the journal %s can't be used: there is no such folder".formatted(path), e);
    } catch (IOException e) {
      throw new JournalException(
          "the journal %s can't be used: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static boolean create(Path path) throws IOException {
    try {
      Files.createFile(path, OwnerOnly.ofFile(path));
      return true;
    } catch (FileAlreadyExistsException e) {
      // Of an earlier run.
      return false;
    }
  }

  /** Without this, a power cut can lose the file with all that was synced in it. */
  private static void syncFolder(@Nullable Path folder) throws IOException {
    if (folder != null && OwnerOnly.isKnownAt(folder)) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @SuppressWarnings("resource") // the lock is held until the file is closed
  private static RandomAccessFile locked(Path path) throws IOException, JournalException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    @Nullable FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      file.close();
      throw JournalException.inUse(
          "another process is using the journal %s: wait for its end".formatted(path));
    }
    return file;
  }

  @Override
  public synchronized InputStream read() throws IOException {
    file.seek(0);
    return new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 16);
  }

  @Override
  public synchronized byte[] read(long position, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(position);
    int read = 0;
    for (int more = 0; more >= 0 && read < length; ) {
      more = file.read(bytes, read, length - read);
      read += Math.max(0, more);
    }
    return Arrays.copyOf(bytes, read);
  }

  @Override
  public synchronized void write(long position, byte[] bytes) throws IOException {
    file.seek(position);
    file.write(bytes);
  }

  @Override
  public synchronized void cut(long length) throws IOException {
    file.setLength(length);
  }

  @Override
  public void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
