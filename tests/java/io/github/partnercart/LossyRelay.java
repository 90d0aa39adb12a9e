package io.github.partnercart;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server, and kills a connection when the server's answer arrives:
 * the work is done, and the client never hears of it.
 */
final class LossyRelay implements AutoCloseable {
  private final ServerSocket socket;
  private final URI server;
  private final AtomicInteger losses;

  /**
   * @param losses how many answers are lost before the first one gets through
   */
  LossyRelay(URI server, int losses) throws IOException {
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.losses = new AtomicInteger(losses);
    start(this::acceptAll);
  }

  String address() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  private void acceptAll() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        start(() -> copy(client, upstream));
        start(() -> copyUnlessLost(upstream, client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The other direction was cut.
    }
  }

  private void copyUnlessLost(Socket from, Socket to) {
    try (from;
        to) {
      InputStream answers = from.getInputStream();
      OutputStream client = to.getOutputStream();
      byte[] chunk = new byte[8192];
      for (int length = answers.read(chunk); length > 0; length = answers.read(chunk)) {
        if (losses.getAndDecrement() > 0) {
          return;
        }
        client.write(chunk, 0, length);
      }
    } catch (IOException e) {
      // The other direction was cut.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
