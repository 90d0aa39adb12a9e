package io.github.partnercart.journal;

import com.google.gson.JsonObject;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records on disk, to which more are only ever added: a line each, of a checksum and a JSON object.
 * The checksum is that of the record and the checksum before it, so that a record that is missing,
 * or at another place, is found. Behind the last record there may be zeros: room for answers.
 */
final class RecordFile implements Closeable {
  private static final String HEADER = "Journal";
  private static final String FORMAT = "partner-cart 2";
  private static final String OLD_FORMAT = "partner-cart 1";
  private static final int CHECKSUM_LENGTH = 8;
  private static final String START = "00000000";
  private static final HexFormat HEX = HexFormat.of();

  /** The file grows by as much, as long as there is room for it. */
  private static final int GROWTH = 256 * 1024;

  /** Gets each record that is there when the file is opened. */
  @FunctionalInterface
  interface Visitor {
    void visit(long position, JsonObject record);
  }

  private final Disk disk;
  private String lastChecksum = START;
  private long end;
  private long allocated;
  private long reserved;
  private long written;
  private long synced;
  private boolean isSyncing;
  private @Nullable IOException failure;

  private RecordFile(Disk disk) {
    this.disk = disk;
  }

  /**
   * Reads what is there, takes a torn last record off, and has all of it on the disk.
   *
   * @param disk is taken over
   * @param name what the file is called, for messages
   * @throws JournalException if it is no journal, or a damaged one
   */
  static RecordFile open(Disk disk, String name, Visitor visitor) throws JournalException {
    RecordFile file = new RecordFile(disk);
    try {
      file.readAll(name, visitor);
      disk.cut(file.end);
      file.allocated = file.end;
      if (file.end == 0) {
        JsonObject header = new JsonObject();
        header.addProperty(HEADER, FORMAT);
        long unused = file.append(header, 0);
      }
      // What an earlier run wrote may be in the system's memory only.
      disk.sync();
      file.synced = file.written;
      return file;
    } catch (IOException e) {
      closeQuietly(disk);
      throw new JournalException(
          "the journal %s can't be used: %s".formatted(name, e.getMessage()), e);
    } catch (JournalException e) {
      closeQuietly(disk);
      throw e;
    }
  }

  private static void closeQuietly(Disk disk) {
    try {
      disk.close();
    } catch (IOException e) {
      // Another failure is reported.
    }
  }

  private void readAll(String name, Visitor visitor) throws IOException, JournalException {
    InputStream in = disk.read();
    boolean isFirst = true;
    for (Line line = read(in); line.isWhole(); line = read(in)) {
      @Nullable JsonObject record = record(line.bytes(), lastChecksum);
      if (isFirst) {
        requireHeader(record, line.bytes(), name);
      } else if (record == null) {
        throw damaged(name);
      } else {
        visit(record, name, visitor);
      }
      isFirst = false;
      lastChecksum = new String(line.bytes(), 0, CHECKSUM_LENGTH, StandardCharsets.US_ASCII);
      end += line.bytes().length + 1;
    }
    if (isFirst) {
      requireTornHeader(name);
    }
    requireTorn(name);
  }

  private void visit(JsonObject record, String name, Visitor visitor) throws JournalException {
    try {
      visitor.visit(end, record);
    } catch (RuntimeException e) {
      throw damaged(name);
    }
  }

  private static void requireHeader(@Nullable JsonObject record, byte[] line, String name)
      throws JournalException {
    if (record != null && record.has(HEADER) && record.get(HEADER).getAsString().equals(FORMAT)) {
      return;
    }
    if (new String(line, StandardCharsets.UTF_8).contains("\"Journal\":\"" + OLD_FORMAT + '"')) {
      throw new JournalException(
          ("the journal %s was written by partner-cart 0.1. Finish its batch with that version; or"
                  + " look at what became of its purchases, and name another journal")
              .formatted(name));
    }
    throw new JournalException(name + " is not a journal: name another file");
  }

  /** A header that was cut off is a journal's; all else may be a file of somebody's. */
  private void requireTornHeader(String name) throws IOException, JournalException {
    JsonObject header = new JsonObject();
    header.addProperty(HEADER, FORMAT);
    byte[] whole = line(header, START);
    byte[] present = disk.read(0, whole.length);
    int length = 0;
    while (length < present.length && present[length] != 0) {
      length++;
    }
    if (!Arrays.equals(whole, 0, length, present, 0, length)) {
      throw new JournalException(name + " is not a journal: name another file");
    }
  }

  /** Behind the last whole record there may be a part of one, and zeros. */
  private void requireTorn(String name) throws IOException, JournalException {
    long position = end;
    boolean hasZero = false;
    for (byte[] rest = disk.read(position, 1 << 16);
        rest.length > 0;
        rest = disk.read(position, 1 << 16)) {
      for (byte b : rest) {
        if (b != 0 && hasZero) {
          throw damaged(name);
        }
        hasZero |= b == 0;
      }
      position += rest.length;
    }
  }

  private JournalException damaged(String name) {
    return new JournalException(
        ("the journal %s is damaged at byte %d: look at what became of its purchases before you start"
                + " with another journal")
            .formatted(name, end));
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  private record Line(byte[] bytes, boolean isWhole) {}

  private static Line read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    int next = in.read();
    while (next > 0 && next != '\n') {
      bytes.write(next);
      next = in.read();
    }
    return new Line(bytes.toByteArray(), next == '\n');
  }

  /** The record in a line without its end; null if it is damaged, or not behind that checksum. */
  private static @Nullable JsonObject record(byte[] line, @Nullable String before) {
    if (line.length <= CHECKSUM_LENGTH + 1) {
      return null;
    }
    byte[] json = Arrays.copyOfRange(line, CHECKSUM_LENGTH + 1, line.length);
    String sum = new String(line, 0, CHECKSUM_LENGTH + 1, StandardCharsets.US_ASCII);
    if (before != null && !sum.equals(checksum(json, before) + " ")) {
      return null;
    }
    try {
      return JsonReading.OF_ANSWERS.read(json) instanceof JsonObject object ? object : null;
    } catch (InvalidJsonException e) {
      return null;
    }
  }

  private static byte[] line(JsonObject record, String before) {
    byte[] json = record.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + CHECKSUM_LENGTH + 2);
    line.writeBytes((checksum(json, before) + " ").getBytes(StandardCharsets.US_ASCII));
    line.writeBytes(json);
    line.write('\n');
    return line.toByteArray();
  }

  private static String checksum(byte[] json, String before) {
    CRC32C crc = new CRC32C();
    crc.update(before.getBytes(StandardCharsets.US_ASCII));
    crc.update(json);
    return HEX.toHexDigits((int) crc.getValue());
  }

  /**
   * Adds a record, which {@link #sync} stores, and keeps room behind it.
   *
   * @param room how many bytes are kept for {@link #appendFromReserve}
   * @return where the record is
   * @throws IOException if there is no room; nothing is added then
   */
  synchronized long append(JsonObject record, int room) throws IOException {
    byte[] line = line(record, lastChecksum);
    allocate(end + line.length + reserved + room);
    reserved += room;
    return write(line);
  }

  /**
   * Adds a record into the room that was kept for it.
   *
   * @param room how many bytes were kept
   * @throws IOException if it is larger, and there is no room for that; nothing is added then
   */
  synchronized long appendFromReserve(JsonObject record, int room) throws IOException {
    reserved -= room;
    byte[] line = line(record, lastChecksum);
    allocate(end + line.length + reserved);
    return write(line);
  }

  private long write(byte[] line) throws IOException {
    requireNoFailure();
    disk.write(end, line);
    lastChecksum = new String(line, 0, CHECKSUM_LENGTH, StandardCharsets.US_ASCII);
    long position = end;
    end += line.length;
    written++;
    return position;
  }

  private void allocate(long least) throws IOException {
    if (least <= allocated) {
      return;
    }
    try {
      grow(least + GROWTH);
    } catch (IOException e) {
      grow(least);
    }
  }

  /** Zeros, rather than a length alone, take the room on the disk. */
  private void grow(long length) throws IOException {
    try {
      for (long at = allocated; at < length; at += GROWTH) {
        disk.write(at, new byte[(int) Math.min(GROWTH, length - at)]);
      }
    } catch (IOException e) {
      disk.cut(allocated);
      throw e;
    }
    allocated = length;
  }

  /** Returns when all that was added before is on the disk; many threads share one sync. */
  void sync() throws IOException {
    long target;
    synchronized (this) {
      long own = written;
      while (isSyncing && synced < own) {
        awaitSync();
      }
      requireNoFailure();
      if (synced >= own) {
        return;
      }
      isSyncing = true;
      target = written;
    }
    @Nullable IOException problem = null;
    try {
      disk.sync();
    } catch (IOException e) {
      problem = e;
    }
    synchronized (this) {
      isSyncing = false;
      notifyAll();
      if (problem != null) {
        // What is on the disk is not known: nothing can be added after it.
        failure = problem;
        throw problem;
      }
      synced = Math.max(synced, target);
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
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    long at = position;
    boolean isWhole = false;
    while (!isWhole) {
      byte[] chunk = disk.read(at, 8192);
      int length = 0;
      while (length < chunk.length && chunk[length] != '\n') {
        length++;
      }
      line.write(chunk, 0, length);
      isWhole = length < chunk.length || chunk.length == 0;
      at += length;
    }
    @Nullable JsonObject record = record(line.toByteArray(), null);
    if (record == null) {
      throw new IOException("it was changed at byte " + position);
    }
    return record;
  }

  private void requireNoFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      disk.cut(end);
    } finally {
      disk.close();
    }
  }
}
