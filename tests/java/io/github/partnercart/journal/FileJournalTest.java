package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.journal.JournalLine.Answer;
import io.github.partnercart.partnercenter.WriteAheadLog.Entry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A journal that is opened again stands for the next run. */
class FileJournalTest {
  private static final String SERVICE = "https://partner-center.example";
  private static final Entry ENTRY = new Entry(UUID.randomUUID(), body("täst \"1\" \u2028"));
  private static final Answer ANSWER = new Answer("{\"CartId\":\"ü\\n\"}", false);

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void name() {
    path = directory.resolve("journal");
  }

  private static JsonObject body(String name) {
    JsonObject body = new JsonObject();
    body.addProperty("friendlyName", name);
    return body;
  }

  private Journal open() throws JournalException {
    return FileJournal.open(path, SERVICE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static JournalLine line(Journal journal, int number) throws JournalException {
    return journal.line(number, bytes("line " + number));
  }

  /** Line 1 was answered, line 2 was about to be sent, line 3 was read. */
  private byte[] threeLines() throws Exception {
    try (Journal journal = open()) {
      JournalLine first = line(journal, 1);
      first.keep(ENTRY);
      first.keep(ANSWER);
      line(journal, 2).keep(ENTRY);
      line(journal, 3);
    }
    return Files.readAllBytes(path);
  }

  @Test
  void nextRunKnowsWhatWasAnsweredWhatMayHaveBeenSentAndWhatWasNot() throws Exception {
    threeLines();

    try (Journal journal = open()) {
      assertEquals(Optional.of(ANSWER), line(journal, 1).answer());
      JournalLine second = line(journal, 2);
      assertEquals(Optional.empty(), second.answer());
      assertEquals(Optional.of(ENTRY), second.earlier());
      JournalLine third = line(journal, 3);
      assertEquals(Optional.empty(), third.answer());
      assertEquals(Optional.empty(), third.earlier());
      assertEquals(Optional.empty(), line(journal, 4).earlier());
    }
  }

  @Test
  void aRequestWithoutABodyIsKeptAsSuch() throws Exception {
    Entry checkout = new Entry(UUID.randomUUID(), null);
    try (Journal journal = open()) {
      line(journal, 1).keep(checkout);
    }

    try (Journal journal = open()) {
      assertEquals(Optional.of(checkout), line(journal, 1).earlier());
    }
  }

  @Test
  void aJournalThatEndsAnywhereIsGoneOnWith() throws Exception {
    byte[] whole = threeLines();
    int answersSeen = 0;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));

      try (Journal journal = open()) {
        JournalLine first = line(journal, 1);
        answersSeen += first.answer().filter(ANSWER::equals).isPresent() ? 1 : 0;
        JournalLine second = line(journal, 2);
        if (second.earlier().isEmpty()) {
          second.keep(ENTRY);
        }
        second.keep(ANSWER);
      }
      try (Journal journal = open()) {
        line(journal, 1);
        assertEquals(Optional.of(ANSWER), line(journal, 2).answer(), "cut at " + length);
      }
    }
    assertTrue(answersSeen > 100, "answers seen: " + answersSeen);
  }

  @Test
  void garbageAtTheEndIsTakenOff() throws Exception {
    byte[] whole = threeLines();
    Files.write(path, Arrays.copyOf(whole, whole.length + 4096));

    try (Journal journal = open()) {
      assertEquals(Optional.of(ANSWER), line(journal, 1).answer());
    }
    assertArrayEquals(whole, Files.readAllBytes(path));
  }

  @Test
  void aJournalThatIsDamagedInTheMiddleIsRefusedAndLeftAsItIs() throws Exception {
    byte[] whole = threeLines();
    int lastRecord =
        new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
    for (int at = 0; at < lastRecord; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(path, damaged);

      assertThrows(JournalException.class, this::open, "byte " + at);
      assertArrayEquals(damaged, Files.readAllBytes(path));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"Command\":\"New-PartnerCustomerCart\"}\n", "x", "\n", "id,name\n1,2\n"})
  void aFileOfAnotherKindIsRefusedAndLeftAsItIs(String content) throws Exception {
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(path, content);

    assertThrows(JournalException.class, this::open);
    assertEquals(content, Files.readString(path));
  }

  @Test
  void aJournalOfAnotherServiceIsRefused() throws Exception {
    threeLines();

    String message =
        assertThrows(JournalException.class, () -> FileJournal.open(path, "sandbox")).getMessage();
    assertTrue(message.contains(SERVICE), message);
  }

  @Test
  void anotherLineIsRefused() throws Exception {
    threeLines();

    try (Journal journal = open()) {
      String message =
          assertThrows(JournalException.class, () -> journal.line(1, bytes("line one")))
              .getMessage();
      assertTrue(message.startsWith("Line 1 is not the one"), message);
    }
  }

  @Test
  void aLineInThePlaceOfOneThatWasPassedOverIsRefused() throws Exception {
    try (Journal journal = open()) {
      journal.pass(1);
      line(journal, 2);
    }

    try (Journal journal = open()) {
      assertThrows(JournalException.class, () -> line(journal, 1));
    }
    try (Journal journal = open()) {
      journal.pass(1);
      assertThrows(JournalException.class, () -> journal.pass(2));
    }
  }

  @Test
  void twoCanNotHaveIt() throws Exception {
    try (Journal journal = open()) {
      String message = assertThrows(JournalException.class, this::open).getMessage();
      assertTrue(message.contains("another process"), message);
      line(journal, 1).keep(ANSWER);
    }
    open().close();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "looks at POSIX permissions")
  void itIsItsOwnersAlone() throws Exception {
    open().close();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    for (String rights : List.of("rw-rw----", "rw----rw-", "rw-r--r--")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
      assertThrows(JournalException.class, this::open, rights);
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links are a privilege there")
  void aLinkOrADirectoryIsRefused() throws Exception {
    Files.createSymbolicLink(path, directory.resolve("elsewhere"));
    assertThrows(JournalException.class, this::open);
    assertFalse(Files.exists(directory.resolve("elsewhere")));

    Files.delete(path);
    Files.createDirectory(path);
    assertThrows(JournalException.class, this::open);
  }

  @Test
  void manyThreadsKeepTheirRecordsWhole() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> kept = new ArrayList<>();
    try (Journal journal = open()) {
      for (int number = 1; number <= 500; number++) {
        JournalLine line = line(journal, number);
        Answer answer = new Answer("answer " + number, number % 2 == 0);
        kept.add(
            threads.submit(
                () -> {
                  line.keep(ENTRY);
                  line.keep(answer);
                  return null;
                }));
      }
      for (Future<?> each : kept) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }

    try (Journal journal = open()) {
      for (int number = 1; number <= 500; number++) {
        assertEquals(
            Optional.of(new Answer("answer " + number, number % 2 == 0)),
            line(journal, number).answer());
      }
    }
  }
}
