package io.github.partnercart.faults;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the process and the service, lets each request suffer a fault, and knows which
 * purchases the service did.
 */
final class FaultyRelay implements AutoCloseable {
  private static final byte[] HANDSHAKE_FAILURE = {0x15, 3, 3, 0, 2, 2, 40};
  private static final int[] ERRORS = {500, 502, 503, 504};

  private final RelayedService service;
  private final @Nullable SSLSocketFactory tls;
  private final int port;
  private final Set<String> doneRequestIds = ConcurrentHashMap.newKeySet();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile ServerSocket socket;
  private volatile Supplier<RelayFault> faults = () -> RelayFault.NONE;
  private volatile String validToken = "token";
  private volatile RequestIdMemory memory = RequestIdMemory.FOR_EVER;

  /**
   * @param tls what it speaks TLS with; null for plain HTTP
   */
  FaultyRelay(RelayedService service, @Nullable SSLSocketFactory tls) throws IOException {
    this.service = service;
    this.tls = tls;
    this.socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.port = socket.getLocalPort();
    daemon(() -> acceptAll(socket));
  }

  int port() {
    return port;
  }

  void faults(Supplier<RelayFault> newFaults) {
    this.faults = newFaults;
  }

  /** Every other token is answered with 401 from now on. */
  void accept(String token) {
    validToken = token;
  }

  /** The service forgets requests so from now on. */
  void remembers(RequestIdMemory newMemory) {
    memory = newMemory;
  }

  /** How many requests have come, repeats included. */
  int requests() {
    return requests.get();
  }

  /** Whether the service did the purchase with this MS-RequestId. */
  boolean isDone(String requestId) {
    return doneRequestIds.contains(requestId);
  }

  /** Refuses connections until {@link #listen}. */
  void refuse() throws IOException {
    socket.close();
  }

  void listen() throws IOException, InterruptedException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!again.isBound()) {
      try {
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      } catch (BindException e) {
        // Meanwhile the port was given to a connection of somebody else; it will end.
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
    socket = again;
    daemon(() -> acceptAll(again));
  }

  private void acceptAll(ServerSocket listening) {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    connections.add(connection);
    try (connection) {
      RelayFault atOnce = tls == null ? RelayFault.NONE : faults.get();
      if (atOnce == RelayFault.ALERT_INSTEAD_OF_HANDSHAKE) {
        connection.getInputStream().read();
        connection.getOutputStream().write(HANDSHAKE_FAILURE);
        return;
      }
      Socket client = tls == null ? connection : encrypted(connection, tls);
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (int first = in.read(); first >= 0; first = in.read()) {
        if (!relay(first, in, client.getOutputStream(), connection)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client went away, as clients do that are killed.
    } finally {
      connections.remove(connection);
    }
  }

  private static Socket encrypted(Socket connection, SSLSocketFactory tls) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(connection, null, connection.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }

  /** Handles one request; false when its connection is over. */
  private boolean relay(int first, InputStream in, OutputStream out, Socket connection)
      throws IOException {
    requests.incrementAndGet();
    RelayFault fault = faults.get();
    if (fault == RelayFault.RESET_BEFORE_REQUEST
        || fault == RelayFault.ALERT_INSTEAD_OF_HANDSHAKE) {
      return reset(connection);
    }
    String head = HttpMessage.readHead(first, in);
    int length = HttpMessage.bodyLength(head);
    if (fault == RelayFault.RESET_DURING_REQUEST) {
      in.readNBytes(length / 2);
      return reset(connection);
    }
    HttpMessage request = new HttpMessage(head, in.readNBytes(length));
    if (fault == RelayFault.RESET_AFTER_REQUEST) {
      return reset(connection);
    }
    if (!head.contains("Bearer " + validToken + "\r\n")) {
      return send(out, HttpMessage.answer("401 Unauthorized"));
    }
    if (!fault.reachesService()) {
      return send(out, failure(fault));
    }
    return answer(fault, forward(request), out, connection);
  }

  private static HttpMessage failure(RelayFault fault) {
    return switch (fault) {
      case THROTTLED -> HttpMessage.answer("429 Too Many Requests");
      case THROTTLED_WITH_RETRY_AFTER ->
          HttpMessage.answer("429 Too Many Requests", "Retry-After: 1");
      default ->
          HttpMessage.answer(ERRORS[(int) (System.nanoTime() & 0xFF) % ERRORS.length] + " Error");
    };
  }

  private HttpMessage forward(HttpMessage request) throws IOException {
    HttpMessage answer = service.answer(asTheServiceKnowsIt(request));
    if (request.head().startsWith("POST") && answer.status() == 201) {
      doneRequestIds.add(HttpMessage.header(request.head(), "MS-RequestId").orElseThrow());
    }
    return answer;
  }

  private HttpMessage asTheServiceKnowsIt(HttpMessage request) {
    return HttpMessage.header(request.head(), "MS-RequestId")
        .map(id -> new HttpMessage(request.head().replace(id, memory.idOf(id)), request.body()))
        .orElse(request);
  }

  private static boolean answer(
      RelayFault fault, HttpMessage answer, OutputStream out, Socket connection)
      throws IOException {
    byte[] bytes = answer.bytes();
    switch (fault) {
      case ANSWER_LOST -> {
        return reset(connection);
      }
      case HALF_HEADERS -> {
        return cut(out, bytes, 20);
      }
      case HALF_BODY -> {
        return cut(out, bytes, bytes.length - answer.body().length / 2);
      }
      case GARBAGE -> {
        String garbage = "HTTP/1.1 201 Created\r\nContent-Length: 7\r\n\r\n{\"id\": ";
        out.write(garbage.getBytes(StandardCharsets.ISO_8859_1));
      }
      case DRIBBLED -> dribble(out, bytes, bytes.length / 16, 10);
      case NEVER_ENDING ->
          dribble(
              out,
              (answer.head() + " ".repeat(1000)).getBytes(StandardCharsets.ISO_8859_1),
              1,
              100);
      case ERROR_AFTER_WORK -> out.write(HttpMessage.answer("503 Unavailable").bytes());
      case ALERT_INSTEAD_OF_ANSWER -> {
        connection.getOutputStream().write(HANDSHAKE_FAILURE);
        return false;
      }
      default -> out.write(bytes);
    }
    out.flush();
    return true;
  }

  private static boolean send(OutputStream out, HttpMessage answer) throws IOException {
    out.write(answer.bytes());
    out.flush();
    return true;
  }

  private static boolean cut(OutputStream out, byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    out.flush();
    return false;
  }

  /** Writes piece by piece, until the client goes away. */
  private static void dribble(OutputStream out, byte[] bytes, int piece, long milliseconds)
      throws IOException {
    for (int i = 0; i < bytes.length; i += piece) {
      out.write(bytes, i, Math.min(piece, bytes.length - i));
      out.flush();
      try {
        Thread.sleep(milliseconds);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  private static boolean reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
    return false;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
