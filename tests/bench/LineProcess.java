import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that answers each line it is sent with a line. */
final class LineProcess implements AutoCloseable {
  private static final double NANOS_PER_TICK = 1e9 / 100;

  private final Process process;
  private final InputStream in;
  private final byte[] chunk = new byte[256 * 1024];

  LineProcess(ProcessBuilder builder) throws IOException {
    this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.in = process.getInputStream();
  }

  long pid() {
    return process.pid();
  }

  /** Sends lines and waits for as many answers; returns the last answer. */
  String exchange(byte[] lines, int count) throws IOException {
    if (count == 1) {
      send(lines);
    } else {
      // It reads no more than it can answer, so its answers must be read meanwhile.
      Thread sender = new Thread(() -> send(lines));
      sender.setDaemon(true);
      sender.start();
    }
    return await(count);
  }

  private void send(byte[] lines) {
    try {
      process.getOutputStream().write(lines);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String await(int count) throws IOException {
    StringBuilder last = new StringBuilder();
    int left = count;
    while (left > 0) {
      int length = in.read(chunk);
      if (length < 0) {
        throw new IOException("the process ended with " + left + " answers missing");
      }
      for (int i = 0; i < length; i++) {
        if (chunk[i] == '\n') {
          left--;
        }
      }
      if (left <= 1) {
        last.append(new String(chunk, 0, length, StandardCharsets.UTF_8));
      }
    }
    return last.toString();
  }

  /** The processor time that it has used, in nanoseconds. */
  double cpuNanos() throws IOException {
    return cpuNanos("/proc/" + process.pid() + "/stat", 13);
  }

  /** The processor time that the ended children of this process have used, in nanoseconds. */
  static double cpuNanosOfChildren() throws IOException {
    return cpuNanos("/proc/self/stat", 15);
  }

  private static double cpuNanos(String stat, int field) throws IOException {
    if (!Files.exists(Path.of(stat))) {
      return Double.NaN;
    }
    String text = Files.readString(Path.of(stat));
    // The second field is the command's name in brackets, and may hold blanks.
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[field - 2]) + Long.parseLong(fields[field - 1])) * NANOS_PER_TICK;
  }

  double residentMiB() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Integer.parseInt(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
