package io.github.partnercart.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * A way to a host of which one address is dead. Java's HTTP client connects to the first address
 * alone; this is a proxy of its own on loopback, which tries them all. What goes through it is the
 * client's TLS, which it can't read.
 */
public final class AddressTunnel extends ProxySelector {
  private static final int CONNECT_TIMEOUT = 5_000;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int BACKLOG = 64;
  private static final int MAX_HEAD = 8 * 1024;

  private final List<InetSocketAddress> addresses;
  private volatile int last;
  private final Executor tasks;
  private final ServerSocket server;
  private final String authorization;

  private AddressTunnel(List<InetSocketAddress> addresses, Executor tasks) throws IOException {
    this.addresses = addresses;
    this.tasks = tasks;
    this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    // Other users of this machine can connect, too.
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    this.authorization = "Bearer " + HexFormat.of().formatHex(secret);
  }

  /**
   * Begins to listen, if the host has several addresses.
   *
   * @param port of the host
   * @param tasks run until the process ends
   * @throws UncheckedIOException if no socket can be opened
   */
  public static Optional<AddressTunnel> to(String host, int port, Executor tasks) {
    try {
      InetAddress[] all = InetAddress.getAllByName(host);
      if (all.length < 2) {
        return Optional.empty();
      }
      List<InetSocketAddress> addresses =
          List.of(all).stream().map(address -> new InetSocketAddress(address, port)).toList();
      return Optional.of(to(addresses, tasks));
    } catch (UnknownHostException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same to addresses that are known. */
  static AddressTunnel to(List<InetSocketAddress> addresses, Executor tasks) throws IOException {
    AddressTunnel tunnel = new AddressTunnel(addresses, tasks);
    tasks.execute(tunnel::accept);
    return tunnel;
  }

  /** What a request through it must have as Proxy-Authorization. */
  public String authorization() {
    return authorization;
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(new Proxy(Proxy.Type.HTTP, server.getLocalSocketAddress()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The client reports it with the exchange.
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        tasks.execute(() -> serve(client));
      } catch (IOException e) {
        // There may be a file descriptor again in a moment.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(CONNECT_TIMEOUT);
      if (!isAuthorized(head(client.getInputStream()))) {
        answer(client, "407 Proxy Authentication Required");
        return;
      }
      client.setSoTimeout(0);
      carry(client);
    } catch (IOException e) {
      // The connection ends, and with it the client's exchange.
    }
  }

  private void carry(Socket client) throws IOException {
    Socket service;
    try {
      service = connect();
    } catch (IOException e) {
      answer(client, "502 Bad Gateway");
      return;
    }
    try (service) {
      answer(client, "200 OK");
      tasks.execute(() -> pump(service, client));
      pump(client, service);
    }
  }

  private boolean isAuthorized(String head) {
    return head.startsWith("CONNECT ")
        && head.lines().anyMatch(("Proxy-Authorization: " + authorization)::equalsIgnoreCase);
  }

  /** The lines before the first empty one. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MAX_HEAD && head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void answer(Socket client, String status) throws IOException {
    client.getOutputStream().write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(US_ASCII));
  }

  /** To an address that takes it, which is the first one to be tried from then on. */
  private Socket connect() throws IOException {
    IOException failure = new IOException("no address");
    int first = last;
    for (int i = 0; i < addresses.size(); i++) {
      int index = (first + i) % addresses.size();
      Socket service = new Socket();
      try {
        service.connect(addresses.get(index), CONNECT_TIMEOUT);
        last = index;
        return service;
      } catch (IOException e) {
        service.close();
        failure = e;
      }
    }
    throw failure;
  }

  /** Until one side ends; a side that only ends its sending may still receive. */
  private static void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no more use.
    }
  }
}
