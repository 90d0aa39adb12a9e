package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for every input, however it arrives. */
public final class LineReaderProperties {
  @Property(seed = "10")
  void linesAreThoseOfTheTextAndTooLongOnesArePassedOver(
      @ForAll("inputs") String input,
      @ForAll @IntRange(min = 1, max = 9) int bytesPerRead,
      @ForAll @IntRange(min = 1, max = 12) int limit)
      throws IOException {
    assertLines(input.getBytes(StandardCharsets.ISO_8859_1), bytesPerRead, limit);
  }

  /** Compares with a plain way to cut a text that is in memory as a whole. */
  public static void assertLines(byte[] input, int bytesPerRead, int limit) throws IOException {
    if (bytesPerRead > 1 && startsAsUtf16(input)) {
      assertThrows(IOException.class, () -> read(input, bytesPerRead, limit));
    } else {
      assertEquals(expected(input, limit), read(input, bytesPerRead, limit));
    }
  }

  private static boolean startsAsUtf16(byte[] input) {
    return input.length > 1
        && ((input[0] == 0) != (input[1] == 0)
            || (input[0] == -1 && input[1] == -2)
            || (input[0] == -2 && input[1] == -1));
  }

  private static List<String> expected(byte[] input, int limit) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      line = i == 0 && line.startsWith("\u00EF\u00BB\u00BF") ? line.substring(3) : line;
      line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      expected.add((i + 1) + (line.length() > limit ? " OVER_LIMIT " : " WHOLE " + line));
    }
    return expected;
  }

  private static List<String> read(byte[] input, int bytesPerRead, int limit) throws IOException {
    LineReader reader = new LineReader(inPieces(input, bytesPerRead), limit);
    List<String> lines = new ArrayList<>();
    Optional<LineReader.Line> line = reader.next();
    while (line.isPresent()) {
      lines.add(
          line.get().number()
              + " "
              + line.get().reading()
              + " "
              + new String(line.get().bytes(), StandardCharsets.ISO_8859_1));
      line = reader.next();
    }
    return lines;
  }

  private static InputStream inPieces(byte[] input, int bytesPerRead) {
    return new FilterInputStream(new ByteArrayInputStream(input)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, bytesPerRead));
      }
    };
  }

  @Provide
  Arbitrary<String> inputs() {
    return Arbitraries.of("\n", "\r", "\r\n", "a", "bcd", " ", "\u00EF\u00BB\u00BF", "\u00EF", "\0")
        .list()
        .ofMaxSize(20)
        .map(pieces -> String.join("", pieces));
  }
}
