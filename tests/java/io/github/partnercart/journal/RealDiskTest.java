package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a journal. */
class RealDiskTest {
  @TempDir private Path directory;

  @Test
  void aNewFileIsItsOwnersAlone() throws Exception {
    Path path = directory.resolve("journal");

    RealDisk.open(path).close();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void aFolderThatOthersCanWriteToIsRefused() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    JournalException e =
        assertThrows(JournalException.class, () -> RealDisk.open(open.resolve("journal")));

    assertTrue(e.getMessage().contains("others can write to"), e.getMessage());
  }

  @Test
  void bytesAreReadWhereTheyWereWritten() throws Exception {
    try (RealDisk disk = RealDisk.open(directory.resolve("journal"))) {
      disk.write(2, new byte[] {1, 2, 3});

      assertArrayEquals(new byte[] {2, 3}, disk.read(3, 2));
      assertArrayEquals(new byte[] {3}, disk.read(4, 10));
      assertArrayEquals(new byte[0], disk.read(5, 10));
      assertArrayEquals(new byte[] {0, 0, 1, 2, 3}, disk.read().readAllBytes());
    }
  }

  @Test
  void whatIsCutOffIsGone() throws Exception {
    try (RealDisk disk = RealDisk.open(directory.resolve("journal"))) {
      disk.write(0, new byte[] {1, 2, 3});
      disk.cut(1);

      assertArrayEquals(new byte[] {1}, disk.read().readAllBytes());
    }
  }

  @Test
  void aClosedFileCanNotBeSynced() throws Exception {
    RealDisk disk = RealDisk.open(directory.resolve("journal"));
    disk.close();

    assertThrows(IOException.class, disk::sync);
  }
}
