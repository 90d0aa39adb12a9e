package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records on disk, to which more are only ever added: a line each, of a checksum and a JSON object.
 * A record that was not written to its end, as the machine stopped, is taken off when the file is
 * opened.
 *
 * <p>Plain file access rather than a channel, which an interrupt of one thread closes for all.
 */
final class JournalFile implements Closeable {
  private static final int CHECKSUM_LENGTH = 8;
  private static final HexFormat HEX = HexFormat.of();

  /** Gets each record that is there when the file is opened. */
  @FunctionalInterface
  interface Visitor {
    void visit(long position, JsonObject record);
  }

  private final RandomAccessFile file;
  private long end;
  private long safe;
  private boolean isSyncing;
  private @Nullable IOException failure;

  private JournalFile(RandomAccessFile file, long end) throws IOException {
    this.file = file;
    this.end = end;
    this.safe = end;
    file.setLength(end);
    file.seek(end);
  }

  /**
   * Opens a file that this process has locked.
   *
   * @param locked is taken over
   * @param header the first record, which is written if there is none
   * @throws JournalException if it is no journal with this header, or a damaged one
   */
  static JournalFile open(Path path, RandomAccessFile locked, JsonObject header, Visitor visitor)
      throws IOException, JournalException {
    byte[] first = line(header);
    long end = 0;
    InputStream in = startOf(locked);
    byte[] present = in.readNBytes(first.length);
    boolean isHeader = Arrays.equals(first, present);
    // A header that was cut off is a journal's; all else may be a file of somebody's.
    if (!isHeader
        && !(in.read() < 0 && Arrays.equals(present, Arrays.copyOf(first, present.length)))) {
      throw refused(path, locked, header);
    }
    if (isHeader) {
      end = first.length + recordsIn(in, first.length, path, visitor);
    }
    JournalFile file = new JournalFile(locked, end);
    if (end == 0) {
      file.append(header);
    }
    return file;
  }

  /** Not to be closed, and no second stream: closing any one of a file gives up its lock. */
  private static InputStream startOf(RandomAccessFile file) throws IOException {
    file.seek(0);
    return new BufferedInputStream(new FileInputStream(file.getFD()), 1 << 16);
  }

  private static JournalException refused(Path path, RandomAccessFile file, JsonObject header)
      throws IOException {
    @Nullable JsonObject other = record(read(startOf(file)).bytes());
    return new JournalException(
        other == null
            ? path + " is not a journal: name another file"
            : "the journal %s is of another run, %s rather than %s: name another file"
                .formatted(path, other, header));
  }

  /** Reads the records up to one without its end, and returns how many bytes they are. */
  private static long recordsIn(InputStream in, long start, Path path, Visitor visitor)
      throws IOException, JournalException {
    long length = 0;
    for (Line line = read(in); line.isWhole(); line = read(in)) {
      @Nullable JsonObject record = record(line.bytes());
      if (record == null) {
        throw new JournalException(
            ("the record at byte %d of the journal %s is damaged: look what became of its purchases"
                    + " before you start with another journal")
                .formatted(start + length, path));
      }
      visitor.visit(start + length, record);
      length += line.bytes().length + 1;
    }
    return length;
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  private record Line(byte[] bytes, boolean isWhole) {}

  private static Line read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    int next = in.read();
    while (next >= 0 && next != '\n') {
      bytes.write(next);
      next = in.read();
    }
    return new Line(bytes.toByteArray(), next >= 0);
  }

  /** The record in a line without its end; null if it is damaged. */
  private static @Nullable JsonObject record(byte[] line) {
    if (line.length <= CHECKSUM_LENGTH + 1) {
      return null;
    }
    byte[] json = Arrays.copyOfRange(line, CHECKSUM_LENGTH + 1, line.length);
    byte[] sum = Arrays.copyOf(line, CHECKSUM_LENGTH + 1);
    if (!Arrays.equals(sum, checksum(json))) {
      return null;
    }
    try {
      return JsonReading.OF_ANSWERS.read(json) instanceof JsonObject object ? object : null;
    } catch (InvalidJsonException e) {
      return null;
    }
  }

  private static byte[] line(JsonObject record) {
    byte[] json = record.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + CHECKSUM_LENGTH + 2);
    line.writeBytes(checksum(json));
    line.writeBytes(json);
    line.write('\n');
    return line.toByteArray();
  }

  /** Eight digits and a blank. */
  private static byte[] checksum(byte[] json) {
    CRC32C crc = new CRC32C();
    crc.update(json);
    return (HEX.toHexDigits((int) crc.getValue()) + " ").getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Adds a record, which {@link #sync} makes safe.
   *
   * @return where the file ends with it
   */
  synchronized long append(JsonObject record) throws IOException {
    requireNoFailure();
    byte[] line = line(record);
    try {
      file.write(line);
    } catch (IOException e) {
      throw failed(e);
    }
    end += line.length;
    return end;
  }

  /**
   * Waits until all records up to there are on the disk; those of many threads get there at once.
   */
  void sync(long upTo) throws IOException {
    long target;
    synchronized (this) {
      while (isSyncing && safe < upTo) {
        awaitSync();
      }
      requireNoFailure();
      if (safe >= upTo) {
        return;
      }
      isSyncing = true;
      target = end;
    }
    @Nullable IOException problem = null;
    try {
      file.getFD().sync();
    } catch (IOException e) {
      problem = e;
    }
    synchronized (this) {
      isSyncing = false;
      notifyAll();
      if (problem != null) {
        throw failed(problem);
      }
      safe = Math.max(safe, target);
    }
  }

  /** Also for a thread that is to stop: it must know whether the record is there. */
  private void awaitSync() {
    boolean isInterrupted = false;
    boolean isOver = false;
    while (!isOver) {
      try {
        wait();
        isOver = true;
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads a record again. */
  synchronized JsonObject at(long position) throws IOException {
    file.seek(position);
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    byte[] chunk = new byte[8192];
    for (int count = file.read(chunk); count > 0; count = file.read(chunk)) {
      int length = 0;
      while (length < count && chunk[length] != '\n') {
        length++;
      }
      line.write(chunk, 0, length);
      if (length < count) {
        break;
      }
    }
    file.seek(end);
    @Nullable JsonObject record = record(line.toByteArray());
    if (record == null) {
      throw new IOException("the journal was changed at byte " + position);
    }
    return record;
  }

  /** What could not be written may be there in part: nothing can be added after it. */
  private synchronized IOException failed(IOException e) {
    failure = e;
    return e;
  }

  private void requireNoFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
