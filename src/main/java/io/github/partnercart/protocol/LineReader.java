package io.github.partnercart.protocol;

import io.github.partnercart.json.ByteOrderMark;
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
   * @param bytes the line without its end; empty if it was passed over
   * @param reading whether the line is here, or why it was passed over
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Line(long number, byte[] bytes, Reading reading) {
    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t') {
          return false;
        }
      }
      return reading == Reading.WHOLE;
    }

    /** Whether a word of small letters stands in it; takes no memory, as a line may be huge. */
    boolean containsIgnoringCase(String word) {
      int found = 0;
      for (int i = 0; i < bytes.length && found < word.length(); i++) {
        if (Character.toLowerCase((char) bytes[i]) == word.charAt(found)) {
          found++;
        } else {
          i -= found;
          found = 0;
        }
      }
      return found == word.length();
    }
  }

  /** How the reading of a line went. */
  enum Reading {
    WHOLE,
    OVER_LIMIT,
    OUT_OF_MEMORY
  }

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final int limit;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int end;
  private boolean isAtStart = true;
  private long number;

  /**
   * @param limit the most bytes that a line may have without its end
   */
  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * Returns the next line, blank ones included; empty at the end of the input.
   *
   * @throws IOException if the input can't be read, or is UTF-16, of which no line could be
   */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    Reading reading = Reading.WHOLE;
    while (true) {
      if (position == end && !fill()) {
        boolean isEnd = line.size() == 0 && reading == Reading.WHOLE;
        return isEnd ? Optional.empty() : Optional.of(line(line, reading));
      }
      int newline = indexOfNewline();
      int length = (newline < 0 ? end : newline) - position;
      if (reading == Reading.WHOLE) {
        reading = append(line, length);
      }
      if (reading != Reading.WHOLE) {
        line = new ByteArrayOutputStream(0);
      }
      position += length;
      if (newline >= 0) {
        position++;
        return Optional.of(line(line, reading));
      }
    }
  }

  private Reading append(ByteArrayOutputStream line, int length) {
    // What does not count may be among it: the CR of the line's end, and a byte order mark.
    if ((long) line.size() + length > (long) limit + 1 + (number == 0 ? ByteOrderMark.LENGTH : 0)) {
      return Reading.OVER_LIMIT;
    }
    try {
      line.write(chunk, position, length);
      return Reading.WHOLE;
    } catch (OutOfMemoryError e) {
      return Reading.OUT_OF_MEMORY;
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(chunk));
    if (isAtStart && isUtf16()) {
      throw new IOException("it is UTF-16, and commands are read as UTF-8");
    }
    isAtStart = false;
    return end > 0;
  }

  /** Whether the input starts as UTF-16 does: with its byte order mark, or half of a character. */
  private boolean isUtf16() {
    if (end < 2) {
      return false;
    }
    int first = ((chunk[0] & 0xFF) << 8) | (chunk[1] & 0xFF);
    return first == 0xFEFF || first == 0xFFFE || (chunk[0] == 0) != (chunk[1] == 0);
  }

  private int indexOfNewline() {
    for (int i = position; i < end; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private Line line(ByteArrayOutputStream collected, Reading reading) {
    number++;
    if (reading != Reading.WHOLE) {
      return passedOver(reading);
    }
    try {
      return line(collected.toByteArray());
    } catch (OutOfMemoryError e) {
      return passedOver(Reading.OUT_OF_MEMORY);
    }
  }

  private Line passedOver(Reading reading) {
    return new Line(number, new byte[0], reading);
  }

  private Line line(byte[] bytes) {
    int from = number == 1 && ByteOrderMark.startsWith(bytes) ? ByteOrderMark.LENGTH : 0;
    int to =
        bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
    if (to - from > limit) {
      return passedOver(Reading.OVER_LIMIT);
    }
    boolean isWhole = from == 0 && to == bytes.length;
    return new Line(number, isWhole ? bytes : Arrays.copyOfRange(bytes, from, to), Reading.WHOLE);
  }
}
