package io.github.partnercart.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A running simulated Partner Center; the package's description lists what it invents. */
public final class Sandbox implements AutoCloseable {
  // The default of 50 turns callers away that connect all at once.
  private static final int BACKLOG = 1024;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final HttpServer server;
  private final ExecutorService threads;
  private final Counts counts;

  private Sandbox(HttpServer server, ExecutorService threads, Counts counts) {
    this.server = server;
    this.threads = threads;
    this.counts = counts;
  }

  /**
   * Starts a sandbox on 127.0.0.1, ready for requests when this returns.
   *
   * <p>Sets the system property {@code sun.net.httpserver.nodelay} to true unless it is set.
   *
   * @throws IOException if the port cannot be bound, for instance because it is taken
   */
  public static Sandbox start(SandboxOptions options) throws IOException {
    return start(options, new SeededFaults(options.faultRate(), options.seed()));
  }

  static Sandbox start(SandboxOptions options, Faults faults) throws IOException {
    sendSmallPacketsAtOnce();
    var counts = new Counts();
    @Nullable Double perSecond = options.throttlePerSecond();
    var handler =
        new PartnerCenterHandler(
            counts,
            new CartResource(new CartStore(counts)),
            perSecond == null ? null : new RateLimit(perSecond, System::nanoTime),
            faults);
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), options.port()), BACKLOG);
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              var thread = new Thread(work, "sandbox");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new Sandbox(server, threads, counts);
  }

  /** Returns {@code http://127.0.0.1:PORT}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Returns what was done up to now. */
  public SandboxStatistics statistics() {
    return counts.now();
  }

  /** Stops at once; requests that are under way lose their connection. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * Keeps Nagle's algorithm from holding back the body of an answer, whose headers the JDK's server
   * sends in a packet of their own, until the client's delayed acknowledgement. The server has no
   * other setting for it, and reads this one when its first class is loaded.
   */
  private static void sendSmallPacketsAtOnce() {
    String property = "sun.net.httpserver.nodelay";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }
}
