package io.github.partnercart.stdio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream of bytes into lines, holding no more of a line than its limit. Lines end with LF or
 * CRLF, the last one maybe with neither; a byte order mark at the start is skipped.
 */
final class LineReader {
  /**
   * A line of the input.
   *
   * @param number counts from 1, blank lines included
   * @param bytes the line without its end; empty if it is too long
   * @param isTooLong whether the line was over the limit and so was passed over
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Line(long number, byte[] bytes, boolean isTooLong) {
    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t') {
          return false;
        }
      }
      return !isTooLong;
    }
  }

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final int limit;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int end;
  private long number;

  /**
   * @param limit the most bytes that a line may have without its end
   */
  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** Returns the next line, blank ones included; empty at the end of the input. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean isTooLong = false;
    while (true) {
      if (position == end && !fill()) {
        boolean isEnd = line.size() == 0 && !isTooLong;
        return isEnd ? Optional.empty() : Optional.of(line(line, isTooLong));
      }
      int newline = indexOfNewline();
      int length = (newline < 0 ? end : newline) - position;
      // One byte more than the limit, as it may be the CR of the line's end.
      if (!isTooLong && line.size() + length > limit + 1) {
        isTooLong = true;
        line = new ByteArrayOutputStream(0);
      }
      if (!isTooLong) {
        line.write(chunk, position, length);
      }
      position += length;
      if (newline >= 0) {
        position++;
        return Optional.of(line(line, isTooLong));
      }
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }

  private int indexOfNewline() {
    for (int i = position; i < end; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Line line(ByteArrayOutputStream collected, boolean isTooLong) {
    number++;
    byte[] bytes = collected.toByteArray();
    int from = number == 1 && startsWithByteOrderMark(bytes) ? 3 : 0;
    int to =
        bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    if (isTooLong || to - from > limit) {
      return new Line(number, new byte[0], true);
    }
    boolean isWhole = from == 0 && to == bytes.length;
    return new Line(number, isWhole ? bytes : Arrays.copyOfRange(bytes, from, to), false);
  }

  private static boolean startsWithByteOrderMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }
}
