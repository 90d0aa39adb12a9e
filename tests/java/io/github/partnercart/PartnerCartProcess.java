package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The built distribution as a real process behind real pipes; killed when closed. */
public final class PartnerCartProcess implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 180;

  /** The common pool may have fewer threads than there are pipes. */
  private static final Executor NEW_THREAD =
      task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
      };

  /** What a process wrote until it ended. */
  public record Output(int exitCode, String stdout, String stderr) {
    /** Its answers, each of which must agree with the schema. */
    public List<JsonObject> answers() {
      return stdout.lines().map(PartnerCartProcess::answer).toList();
    }
  }

  /** A process that is not started yet. */
  public static final class Setup {
    private final List<String> arguments;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String shellCommand = "";

    private Setup(List<String> arguments) {
      this.arguments = arguments;
    }

    /** Sets an environment variable; otherwise it has none that partner-cart or Java reads. */
    public Setup environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Passes options to Java. */
    public Setup javaOptions(String options) {
      return environment("PARTNER_CART_JAVA_OPTS", options);
    }

    /**
     * Starts it through a shell, with limits or redirections.
     *
     * @param command a shell command that ends in {@code exec "$@"} and maybe redirections
     */
    public Setup through(String command) {
      shellCommand = command;
      return this;
    }

    /** Starts the process. */
    public PartnerCartProcess start() throws IOException {
      List<String> command = new ArrayList<>();
      if (!shellCommand.isEmpty()) {
        command.addAll(List.of("/bin/sh", "-c", shellCommand, "sh"));
      }
      command.add(Path.of(System.getProperty("partner-cart.home"), "bin/partner-cart").toString());
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .keySet()
          .removeIf(
              name ->
                  name.matches("(PARTNER|AZURE|IDENTITY|MSI|ACTIONS_ID)_.*")
                      || name.toLowerCase(Locale.ROOT).endsWith("_proxy")
                      || name.equals("JAVA_TOOL_OPTIONS")
                      || name.equals("JDK_JAVA_OPTIONS"));
      builder.environment().putAll(environment);
      return new PartnerCartProcess(builder.start());
    }

    /** Feeds the process, closes its input, and waits for its end. */
    public Output run(String input) throws Exception {
      return run(input.getBytes(StandardCharsets.UTF_8));
    }

    /** Feeds the process, closes its input, and waits for its end. */
    public Output run(byte[] input) throws Exception {
      return run(
          in -> {
            in.write(input);
          });
    }

    /** Lets {@code input} write what the process reads, and waits for the process's end. */
    public Output run(Input input) throws Exception {
      try (PartnerCartProcess process = start()) {
        CompletableFuture<Void> feeding =
            CompletableFuture.runAsync(() -> process.feed(input), NEW_THREAD);
        Output output = process.end();
        feeding.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return output;
      }
    }
  }

  /** Writes what a process reads. */
  @FunctionalInterface
  public interface Input {
    void writeTo(OutputStream in) throws IOException;
  }

  private final Process process;
  private final BufferedReader stdout;
  private final CompletableFuture<String> stderr;

  private PartnerCartProcess(Process process) {
    this.process = process;
    this.stdout = process.inputReader(StandardCharsets.UTF_8);
    this.stderr =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            NEW_THREAD);
  }

  /** A process with these arguments, to be set up further. */
  public static Setup with(String... arguments) {
    return new Setup(List.of(arguments));
  }

  /** Lets {@code input} write what the process reads, then closes its input. */
  public void feed(Input input) {
    try (OutputStream in = process.getOutputStream()) {
      input.writeTo(in);
    } catch (IOException e) {
      // It ended before it had read everything, as its exit code and output then tell.
    }
  }

  /** Writes lines to the process's input and leaves it open. */
  public void write(String lines) throws IOException {
    process.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Closes the process's input. */
  public void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Closes the process's output, as a reader does that goes away. */
  public void closeOutput() throws IOException {
    stdout.close();
  }

  /** Waits for the next answer, which must agree with the schema. */
  public JsonObject nextAnswer() throws Exception {
    return answer(nextLine());
  }

  /** Waits for the next line of output. */
  public String nextLine() throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return stdout.readLine();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            NEW_THREAD)
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static JsonObject answer(String line) {
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(line), line);
    return JsonParser.parseString(line).getAsJsonObject();
  }

  /** Sends a signal, such as TERM. */
  public void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
  }

  /** Whether the process does not ignore a signal, as it does where its parent ignored SIGINT. */
  public boolean heeds(String signal) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!signal.equals("INT") || !Files.exists(status)) {
      return true;
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(ignored, 16) & 0b10) == 0;
  }

  /** Whether the process is still there after some time. */
  public boolean isAliveAfter(long milliseconds) throws InterruptedException {
    return !process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Waits for the process's end, without reading what it writes. */
  public int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "the process did not end");
    return process.exitValue();
  }

  /** What the process wrote to stderr until its end. */
  public String stderr() throws Exception {
    return stderr.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Reads what is left of the process's output, and counts its lines without keeping them. */
  public long countLines() {
    return stdout.lines().count();
  }

  /** Reads what is left of the process's output, and waits for its end. */
  public Output end() throws Exception {
    StringBuilder rest = new StringBuilder();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try (BufferedReader reader = stdout) {
                char[] chunk = new char[8192];
                for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
                  rest.append(chunk, 0, n);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            NEW_THREAD);
    reading.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return new Output(exitCode(), rest.toString(), stderr());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
