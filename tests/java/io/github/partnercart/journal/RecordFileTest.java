package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read again of records, whatever became of the disk. */
class RecordFileTest {
  private static final int RECORDS = 12;

  private static JsonObject record(int number) {
    JsonObject record = new JsonObject();
    record.addProperty("n", number);
    record.addProperty("text", "x".repeat(40 * (number % 4)));
    return record;
  }

  private static List<Integer> numbers(int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static RecordFile open(Disk disk, List<Integer> read) throws JournalException {
    return RecordFile.open(
        disk, "the journal", (position, record) -> read.add(record.get("n").getAsInt()));
  }

  private static List<Integer> read(byte... bytes) throws Exception {
    List<Integer> read = new ArrayList<>();
    open(new MemoryDisk(bytes), read).close();
    return read;
  }

  /** The bytes of a file with some records. */
  private static byte[] written(int records) throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (RecordFile file = open(disk, new ArrayList<>())) {
      for (int i = 0; i < records; i++) {
        long unused = file.append(record(i), 0);
      }
      file.sync();
    }
    return disk.bytes();
  }

  private static List<String> lines() throws Exception {
    return new String(written(RECORDS), StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void assertDamaged(byte... bytes) {
    JournalException e = assertThrows(JournalException.class, () -> read(bytes));
    assertTrue(e.getMessage().contains("is damaged at byte"), e.getMessage());
  }

  @Test
  void recordsAreReadAgain() throws Exception {
    assertEquals(numbers(RECORDS), read(written(RECORDS)));
  }

  @Test
  void aFileThatIsCutAnywhereIsReadAsFarAsItIsWhole() throws Exception {
    byte[] whole = written(RECORDS);
    int records = -1;
    for (int length = 0; length <= whole.length; length++) {
      if (length > 0 && whole[length - 1] == '\n') {
        records++;
      }
      byte[] cut = Arrays.copyOf(whole, length);
      assertEquals(numbers(Math.max(0, records)), read(cut), "cut at " + length);
      byte[] zeros = Arrays.copyOf(cut, whole.length + 700);
      assertEquals(numbers(Math.max(0, records)), read(zeros), "zeros from " + length);
    }
  }

  @Test
  void whatIsAddedAfterATornRecordIsReadAgain() throws Exception {
    byte[] whole = written(RECORDS);
    MemoryDisk disk = new MemoryDisk(Arrays.copyOf(whole, whole.length - 7));
    List<Integer> read = new ArrayList<>();
    try (RecordFile file = open(disk, read)) {
      long unused = file.append(record(99), 0);
    }
    read.add(99);
    assertEquals(read, read(disk.bytes()));
  }

  @Test
  void aByteThatIsFlippedIsFound() throws Exception {
    byte[] whole = written(RECORDS);
    for (int at = 0; at < whole.length - 1; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      int where = at;
      assertThrows(JournalException.class, () -> read(flipped), () -> "flipped at " + where);
    }
  }

  @Test
  void aBlockOfZerosIsFoundUnlessItIsTheEnd() throws Exception {
    byte[] whole = written(60);
    for (int from = 0; from + 512 < whole.length; from += 512) {
      byte[] zeroed = whole.clone();
      Arrays.fill(zeroed, from, from + 512, (byte) 0);
      assertThrows(JournalException.class, () -> read(zeroed), "zeros from " + from);
    }
  }

  @Test
  void blocksThatAreMissingOrSwappedAreFound() throws Exception {
    byte[] whole = written(60);
    for (int from = 0; from + 1024 <= whole.length; from += 512) {
      ByteArrayOutputStream missing = new ByteArrayOutputStream();
      missing.write(whole, 0, from);
      missing.write(whole, from + 512, whole.length - from - 512);
      assertThrows(JournalException.class, () -> read(missing.toByteArray()), "without " + from);
      byte[] swapped = whole.clone();
      System.arraycopy(whole, from, swapped, from + 512, 512);
      System.arraycopy(whole, from + 512, swapped, from, 512);
      assertThrows(JournalException.class, () -> read(swapped), "swapped at " + from);
    }
  }

  @Test
  void aRecordThatIsMissingIsFound() throws Exception {
    for (int i = 1; i < RECORDS; i++) {
      List<String> lines = new ArrayList<>(lines());
      lines.remove(i);
      assertDamaged(bytes(lines));
    }
  }

  @Test
  void recordsThatAreSwappedOrDoubledAreFound() throws Exception {
    for (int i = 1; i < RECORDS; i++) {
      List<String> lines = new ArrayList<>(lines());
      Collections.swap(lines, i, i + 1);
      assertDamaged(bytes(lines));
      List<String> doubled = new ArrayList<>(lines());
      doubled.add(i, doubled.get(i));
      assertDamaged(bytes(doubled));
    }
  }

  @Test
  void afterAPowerCutNothingThatWasSyncedIsMissing() throws Exception {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      MemoryDisk disk = new MemoryDisk();
      int synced = 0;
      RecordFile file = open(disk, new ArrayList<>());
      int records = random.nextInt(30);
      for (int i = 0; i < records; i++) {
        long unused = file.append(record(i), random.nextInt(600));
        if (random.nextInt(3) == 0) {
          file.sync();
          synced = i + 1;
        }
      }
      List<Integer> read = new ArrayList<>();
      try {
        open(disk.afterPowerCut(random), read).close();
      } catch (JournalException e) {
        // Refused: nothing is sent by what is missing.
        continue;
      }
      assertTrue(read.size() >= synced, "seed " + seed);
      assertEquals(numbers(read.size()), read, "seed " + seed);
    }
  }

  @Test
  void whatAnEarlierRunWroteIsSyncedWhenItIsOpened() throws Exception {
    MemoryDisk disk = new MemoryDisk(written(3));

    open(disk, new ArrayList<>()).close();

    assertEquals(1, disk.syncs);
  }

  @Test
  void aFileOfZerosIsANewJournal() throws Exception {
    assertEquals(List.of(), read(new byte[4096]));
  }

  @Test
  void aFileThatIsNoJournalIsRefusedAndLeftAlone() {
    byte[] letter = "Dear Sir or Madam,\n".getBytes(StandardCharsets.UTF_8);
    MemoryDisk disk = new MemoryDisk(letter);

    JournalException e = assertThrows(JournalException.class, () -> open(disk, new ArrayList<>()));

    assertEquals("the journal is not a journal: name another file", e.getMessage());
    assertEquals(letter.length, disk.bytes().length);
    assertThrows(JournalException.class, () -> read("Dear".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000 {\"Journal\":\"partner-cart 1\",\"Service\":\"sandbox\"}\n",
        "5c4fd8a2 {\"Journal\":\"partner-cart 1\"}\n5c4fd8a2 {}\n"
      })
  void theFirstFormatIsNamed(String text) {
    JournalException e =
        assertThrows(JournalException.class, () -> read(text.getBytes(StandardCharsets.UTF_8)));

    assertTrue(e.getMessage().contains("was written by partner-cart 0.1"), e.getMessage());
  }

  @Test
  void onAFullDiskAnswersFitIntoTheirReserve() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    long unused = file.append(record(0), 300);
    disk.room = disk.length();
    while (true) {
      try {
        unused = file.append(record(1), 300);
      } catch (IOException e) {
        break;
      }
    }
    long end = disk.length();

    unused = file.appendFromReserve(record(2), 300);
    file.sync();

    assertEquals(end, disk.length());
    List<Integer> read = new ArrayList<>();
    file.close();
    open(new MemoryDisk(disk.bytes()), read).close();
    assertEquals(0, read.get(0));
    assertEquals(2, read.get(read.size() - 1));
  }

  @Test
  void whatDoesNotFitLeavesTheFileAsItWas() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    disk.room = disk.length();
    JsonObject huge = new JsonObject();
    huge.addProperty("n", 1);
    huge.addProperty("text", "x".repeat(1 << 20));
    assertThrows(IOException.class, () -> file.append(huge, 0));

    disk.room = Long.MAX_VALUE;
    long unused = file.append(record(2), 0);
    file.close();

    assertEquals(List.of(2), read(disk.bytes()));
  }

  @Test
  void afterASyncThatFailedNothingIsAdded() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    long unused = file.append(record(0), 0);
    disk.syncFails = true;
    assertThrows(IOException.class, file::sync);
    disk.syncFails = false;

    assertThrows(IOException.class, () -> file.append(record(1), 0));
    assertThrows(IOException.class, file::sync);
  }

  @Test
  void aRecordIsReadAgainByItsPosition() throws Exception {
    RecordFile file = open(new MemoryDisk(), new ArrayList<>());
    List<Long> positions = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      positions.add(file.append(record(i), 100));
    }
    for (int i = 0; i < RECORDS; i++) {
      assertEquals(record(i), file.at(positions.get(i)));
    }
    assertThrows(IOException.class, () -> file.at(positions.get(1) + 1));
  }

  @Test
  void aRecordLongerThanOneReadIsReadAgainWhole() throws Exception {
    RecordFile file = open(new MemoryDisk(), new ArrayList<>());
    JsonObject large = new JsonObject();
    large.addProperty("text", "x".repeat(30_000));
    long position = file.append(large, 0);
    long unused = file.append(record(1), 0);

    assertEquals(large, file.at(position));
  }

  @Test
  void nothingIsReadBehindTheEnd() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());

    IOException e = assertThrows(IOException.class, () -> file.at(disk.length() + 5));

    assertTrue(e.getMessage().contains("it was changed at byte"), e.getMessage());
  }

  @Test
  void aSyncWithNothingNewIsNotMade() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    int syncs = disk.syncs;

    file.sync();
    assertEquals(syncs, disk.syncs);

    long unused = file.append(record(0), 0);
    file.sync();
    file.sync();
    assertEquals(syncs + 1, disk.syncs);
  }

  @Test
  void aClosedFileEndsWithItsLastRecord() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    long unused = file.append(record(0), 5000);
    file.close();

    assertEquals('\n', disk.bytes()[disk.bytes().length - 1]);
  }

  @Test
  void aRecordThatIsAddedDuringASyncWaitsForTheNextOne() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    SlowSync first = new SlowSync(disk);
    int syncs = disk.syncs;
    long unused = file.append(record(0), 0);
    Syncing one = new Syncing(file);
    first.awaitBegin();
    unused = file.append(record(1), 0);
    unused = file.append(record(2), 0);
    Syncing two = new Syncing(file);
    Syncing three = new Syncing(file);
    two.awaitWaiting();
    three.awaitWaiting();
    two.interrupt();
    two.awaitWaiting();
    assertEquals(syncs + 1, disk.syncs);

    first.finish();

    assertNull(one.end());
    assertNull(two.end());
    assertNull(three.end());
    assertTrue(two.isInterruptKept);
    assertFalse(three.isInterruptKept);
    assertEquals(syncs + 2, disk.syncs);
  }

  @Test
  void aSyncThatFailsFailsForAllWhoWaitForIt() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    SlowSync first = new SlowSync(disk);
    long unused = file.append(record(0), 0);
    Syncing one = new Syncing(file);
    first.awaitBegin();
    unused = file.append(record(1), 0);
    Syncing two = new Syncing(file);
    two.awaitWaiting();
    disk.syncFails = true;
    first.finish();

    assertEquals("Input/output error", Objects.requireNonNull(one.end()).getMessage());
    assertEquals("Input/output error", Objects.requireNonNull(two.end()).getMessage());
  }

  /** The next sync of a disk lasts until a test ends it; those after it do not. */
  private static final class SlowSync {
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    SlowSync(MemoryDisk disk) {
      disk.onSync =
          () -> {
            disk.onSync = () -> {};
            begin.countDown();
            await(end);
          };
    }

    private static void await(CountDownLatch latch) {
      try {
        assertTrue(latch.await(30, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void awaitBegin() {
      await(begin);
    }

    void finish() {
      end.countDown();
    }
  }

  /** A thread that syncs. */
  private static final class Syncing extends Thread {
    private final RecordFile file;
    private volatile boolean isInterruptKept;
    private volatile @Nullable IOException failure;

    Syncing(RecordFile file) {
      this.file = file;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      try {
        file.sync();
      } catch (IOException e) {
        failure = e;
      }
      isInterruptKept = isInterrupted();
    }

    /** Until it waits for another thread's sync, or has ended although it should. */
    void awaitWaiting() throws InterruptedException {
      while (isAlive() && (isInterrupted() || getState() != State.WAITING)) {
        Thread.onSpinWait();
      }
      assertTrue(isAlive());
    }

    @Nullable IOException end() throws InterruptedException {
      join(30_000);
      assertFalse(isAlive());
      return failure;
    }
  }

  @Test
  void anAnswerLargerThanItsReserveFindsRoomOrIsNotAdded() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    long unused = file.append(record(0), 10);
    disk.room = disk.length();
    JsonObject huge = new JsonObject();
    huge.addProperty("n", 1);
    huge.addProperty("text", "x".repeat(1 << 20));

    assertThrows(IOException.class, () -> file.appendFromReserve(huge, 10));
    disk.room = Long.MAX_VALUE;
    unused = file.appendFromReserve(huge, 0);
    file.close();

    assertEquals(List.of(0, 1), read(disk.bytes()));
  }

  @Test
  void theReserveOfOneAnswerIsNotUsedByAnother() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    RecordFile file = open(disk, new ArrayList<>());
    long unused = file.append(record(0), 100);
    unused = file.append(record(1), 100);
    disk.room = disk.length();
    JsonObject large = new JsonObject();
    large.addProperty("n", 2);
    large.addProperty("text", "x".repeat((int) disk.length() - 220));

    assertThrows(IOException.class, () -> file.appendFromReserve(large, 100));
    unused = file.appendFromReserve(record(3), 100);
  }

  @Test
  void whatIsTornIsCutOffAndTheDiskIsClosedInTheEnd() throws Exception {
    byte[] whole = written(2);
    MemoryDisk disk = new MemoryDisk(Arrays.copyOf(whole, whole.length + 100));
    RecordFile file = open(disk, new ArrayList<>());
    assertEquals(whole.length, disk.length());

    file.close();

    assertTrue(disk.isClosed);
  }

  @Test
  void aDiskThatCanNotBeUsedIsClosed() {
    MemoryDisk text = new MemoryDisk("text\n".getBytes(StandardCharsets.UTF_8));
    assertThrows(JournalException.class, () -> open(text, new ArrayList<>()));
    assertTrue(text.isClosed);

    MemoryDisk broken = new MemoryDisk();
    broken.syncFails = true;
    JournalException e =
        assertThrows(JournalException.class, () -> open(broken, new ArrayList<>()));
    assertEquals("the journal the journal can't be used: Input/output error", e.getMessage());
    assertTrue(broken.isClosed);
  }

  // The file itself.

  @TempDir private Path directory;

  @Test
  void oneProcessUsesItAtATime() throws Exception {
    Path path = directory.resolve("journal");
    try (RealDisk first = RealDisk.open(path)) {
      JournalException e = assertThrows(JournalException.class, () -> RealDisk.open(path));
      assertTrue(e.isInUse(), e.getMessage());
    }
    RealDisk.open(path).close();
  }

  @Test
  void aFolderThatIsMissingIsNamedWithoutAnException() {
    JournalException e =
        assertThrows(
            JournalException.class, () -> RealDisk.open(directory.resolve("none/journal")));
    assertTrue(e.getMessage().contains("there is no such folder"), e.getMessage());
    assertFalse(e.getMessage().contains("Exception"), e.getMessage());
  }

  @Test
  void aLinkIsRefused() throws Exception {
    Path target = Files.createFile(directory.resolve("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    JournalException e = assertThrows(JournalException.class, () -> RealDisk.open(link));

    assertTrue(e.getMessage().contains("is not a regular file"), e.getMessage());
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws Exception {
    Path path = Files.createFile(directory.resolve("journal"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

    JournalException e = assertThrows(JournalException.class, () -> RealDisk.open(path));

    assertTrue(e.getMessage().contains("is not yours alone"), e.getMessage());
  }

  @Test
  void anInterruptOfOneThreadLeavesTheFileOpen() throws Exception {
    try (RealDisk disk = RealDisk.open(directory.resolve("journal"))) {
      Thread.currentThread().interrupt();
      disk.write(0, new byte[] {1, 2, 3});
      disk.sync();
      assertTrue(Thread.interrupted());
      assertEquals(3, disk.read(0, 10).length);
    }
  }
}
