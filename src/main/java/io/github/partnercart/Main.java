package io.github.partnercart;

import io.github.partnercart.options.AppOptions;
import io.github.partnercart.options.UsageException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Streams in, exit code out. */
public final class Main {
  private static final int USAGE = 2;

  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, InputStream in, OutputStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs the process. */
  public static void main(String[] args) throws Exception {
    // Messages are in English, with the digits 0 to 9, wherever the process runs.
    Locale.setDefault(Locale.ROOT);
    // Java's client would repeat a purchase by itself, and would not sign in to a proxy.
    System.setProperty("jdk.httpclient.enableAllMethodRetry", "false");
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    // Such as one of the HTTP client's threads that gets no more file descriptors.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> System.err.println("partner-cart: " + thread.getName() + ": " + e));
    // System.out would swallow the failure to write to a reader that has gone away.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    // Nothing is left in the buffer: each answer is flushed, unless its reader has gone away.
    int exitCode = new Main(System.getenv(), System.in, out, System.err).run(args);
    HttpSelectors.end();
    System.exit(exitCode);
  }

  /**
   * Does what the options ask for.
   *
   * @return the process's exit code
   */
  int run(String... args) throws IOException, InterruptedException {
    try {
      AppOptions options = AppOptions.of(args, environment);
      LogSettings.set(options.logLevel());
      return new App(options, environment, in, out, err::println).run();
    } catch (UsageException e) {
      err.println("partner-cart: " + e.getMessage());
      err.println("Try partner-cart --help.");
      return USAGE;
    }
  }
}
