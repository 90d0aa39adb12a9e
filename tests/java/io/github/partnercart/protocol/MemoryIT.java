package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many commands come in, the heap holds only those in flight. */
class MemoryIT {
  private static final Pattern HEAP_AFTER_COLLECTION = Pattern.compile("->(\\d+)K\\(");
  private static final int MEBIBYTE = 1024;
  private static final int MANY = 250_000;

  @TempDir private Path directory;

  @Test
  void peakHeapOfManyCommandsIsThatOfTenThousand() throws Exception {
    int few = peakHeapAfterCollection(10_000);
    int many = peakHeapAfterCollection(MANY);

    assertTrue(many <= few + MEBIBYTE, "KiB after 10,000: " + few + ", " + MANY + ": " + many);
  }

  private int peakHeapAfterCollection(int commands) throws Exception {
    Path log = directory.resolve(commands + ".log");
    byte[] command = (Commands.WHAT_IF + "\n").getBytes(StandardCharsets.UTF_8);
    // A small young generation, so that even the short run is collected several times.
    try (PartnerCartProcess process =
        PartnerCartProcess.with()
            .javaOptions("-Xmn2m -Xlog:gc=info,gc+heap=debug:file=" + log)
            .start()) {
      Thread feeding = new Thread(() -> process.feed(in -> repeat(command, commands, in)));
      feeding.start();
      assertEquals(commands, process.countLines());
      feeding.join();
      assertEquals(0, process.exitCode());
    }
    return HEAP_AFTER_COLLECTION
        .matcher(Files.readString(log))
        .results()
        .mapToInt(used -> Integer.parseInt(used.group(1)))
        .max()
        .orElseThrow();
  }

  private static void repeat(byte[] line, int times, OutputStream in) throws IOException {
    OutputStream buffered = new BufferedOutputStream(in, 64 * 1024);
    for (int i = 0; i < times; i++) {
      buffered.write(line);
    }
    buffered.flush();
  }
}
