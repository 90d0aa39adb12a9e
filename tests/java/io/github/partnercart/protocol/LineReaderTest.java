package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final String OVER_LIMIT = "OVER_LIMIT";

  /** The lines as text, and OVER_LIMIT for one that was passed over; in reads of some bytes. */
  private static List<String> lines(String input, int limit, int bytesPerRead) throws IOException {
    InputStream in =
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, bytesPerRead));
          }

          @Override
          public int read(byte[] bytes) {
            return read(bytes, 0, bytes.length);
          }
        };
    LineReader reader = new LineReader(in, limit);
    List<String> lines = new ArrayList<>();
    for (Optional<LineReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
      assertEquals(lines.size() + 1, line.get().number());
      lines.add(
          line.get().reading() == LineReader.Reading.WHOLE
              ? new String(line.get().bytes(), StandardCharsets.UTF_8)
              : line.get().reading().name());
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, Integer.MAX_VALUE})
  void linesAreCutAtTheirEndsHoweverTheyArrive(int bytesPerRead) throws Exception {
    assertEquals(
        List.of("ä", "b", "", "", "c\rd", "e\r", "f"),
        lines("\uFEFFä\nb\r\n\n\r\nc\rd\ne\r\r\nf", 100, bytesPerRead));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void limitIsKeptToTheByteWithoutCountingTheLinesEnd(int bytesPerRead) throws Exception {
    assertEquals(
        List.of("abcd", "abcd", OVER_LIMIT, OVER_LIMIT, "a", "abcd"),
        lines("abcd\nabcd\r\nabcde\nabcde\r\na\nabcd", 4, bytesPerRead));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000})
  void byteOrderMarkDoesNotCountForTheLimit(int bytesPerRead) throws Exception {
    assertEquals(List.of("abcd", "a"), lines("\uFEFFabcd\r\na", 4, bytesPerRead));
    assertEquals(List.of(OVER_LIMIT, "a"), lines("\uFEFFabcde\na", 4, bytesPerRead));
    assertEquals(List.of(OVER_LIMIT, "a"), lines("abcdefg\na", 4, bytesPerRead));
  }

  @Test
  void lineOverTheLimitIsPassedOverAtTheEndOfTheInputToo() throws Exception {
    assertEquals(List.of("a", OVER_LIMIT), lines("a\nabcdefgh", 4, 3));
  }

  @Test
  void lineMayBeLongerThanWhatIsReadAtOnce() throws Exception {
    for (int length : new int[] {65535, 65536, 65537, 200_000}) {
      String line = "x".repeat(length);
      assertEquals(List.of(line, "y"), lines(line + "\r\ny", length, Integer.MAX_VALUE));
      assertEquals(List.of(OVER_LIMIT, "y"), lines(line + "\ny", length - 1, Integer.MAX_VALUE));
    }
  }

  @Test
  void byteOrderMarkIsSkippedAtTheStartOnly() throws Exception {
    assertEquals(List.of("a", "\uFEFFb"), lines("\uFEFFa\n\uFEFFb", 100, 100));
  }

  @Test
  void emptyInputHasNoLines() throws Exception {
    assertEquals(List.of(), lines("", 4, 1));
  }

  @Test
  void wordIsFoundInAnyCaseAndWhereItsStartComesTwice() throws Exception {
    assertTrue(line("{\"Command\":\"Disconnect-PartnerCenter\"").containsIgnoringCase("connect-p"));
    assertTrue(line("conconnect").containsIgnoringCase("connect"));
    assertTrue(line("CONNECT").containsIgnoringCase("connect"));
    assertFalse(line("connec").containsIgnoringCase("connect"));
    assertFalse(line("connec\u00f4t").containsIgnoringCase("connect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void utf16IsSaidOnceAndNoLineOfItIsRead(String encoding) {
    byte[] input = "{\"Command\":1}\n{}\n".getBytes(Charset.forName(encoding));
    LineReader reader = new LineReader(new ByteArrayInputStream(input), 1000);

    IOException e = assertThrows(IOException.class, reader::next);

    assertEquals("it is UTF-16, and commands are read as UTF-8", e.getMessage());
  }

  private static LineReader.Line line(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new LineReader(new ByteArrayInputStream(bytes), bytes.length).next().orElseThrow();
  }

  @Test
  void lineOfSpacesAndTabsIsBlank() throws Exception {
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream(" \t\n\n.\n12345".getBytes(StandardCharsets.UTF_8)), 4);
    assertEquals(true, reader.next().orElseThrow().isBlank());
    assertEquals(true, reader.next().orElseThrow().isBlank());
    assertEquals(false, reader.next().orElseThrow().isBlank());
    assertEquals(false, reader.next().orElseThrow().isBlank());
  }
}
