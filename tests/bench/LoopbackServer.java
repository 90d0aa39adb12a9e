import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * The service that everything is measured against: it answers each POST with a cart of the line
 * items in it, over http and TLS, and does as little as it can.
 *
 * <p>It prints its two ports. Each line that it reads is the milliseconds that it takes for an
 * answer from then on; it ends with its input.
 */
final class LoopbackServer {
  private static final byte[] START_OF_CART =
      ("{\"id\":\"0a719251-cd8c-4ac6-a39d-7d6e573397af\","
              + "\"creationTimestamp\":\"2026-11-23T05:31:48.8180631Z\","
              + "\"lastModifiedTimestamp\":\"2026-11-23T05:31:48.8180631Z\","
              + "\"expirationTimestamp\":\"2026-11-30T05:31:48.8180631Z\","
              + "\"lastModifiedUser\":\"2713ccd9-ea3c-470a-9cfb-451d5d0482cc\",\"status\":\"Active\",")
          .getBytes(StandardCharsets.US_ASCII);

  private volatile int delayMillis;

  public static void main(String[] args) throws Exception {
    LoopbackServer server = new LoopbackServer();
    int http = server.listen(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()));
    // The certificate is that of -Djavax.net.ssl.keyStore.
    int tls =
        server.listen(
            SSLServerSocketFactory.getDefault()
                .createServerSocket(0, 512, InetAddress.getLoopbackAddress()));
    System.out.println(http + " " + tls);
    BufferedReader settings = new BufferedReader(new InputStreamReader(System.in));
    for (String line = settings.readLine(); line != null; line = settings.readLine()) {
      server.delayMillis = Integer.parseInt(line);
      System.out.println("ok");
    }
    System.exit(0);
  }

  private int listen(ServerSocket listener) {
    start(
        () -> {
          while (true) {
            Socket connection = listener.accept();
            start(() -> serve(connection));
          }
        });
    return listener.getLocalPort();
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | InterruptedException e) {
                // The client has closed its connection.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      while (true) {
        byte[] request = new byte[contentLength(in)];
        if (in.readNBytes(request, 0, request.length) < request.length) {
          return;
        }
        if (delayMillis > 0) {
          Thread.sleep(delayMillis);
        }
        out.write(answer(request));
        out.flush();
      }
    }
  }

  /** Reads a request's header lines. */
  private static int contentLength(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static byte[] answer(byte[] request) {
    // The request is an object, whose last or only member is its line items.
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int lineItems = Math.max(0, text.indexOf("\"lineItems\""));
    int length = START_OF_CART.length + request.length - lineItems;
    ByteArrayOutputStream answer = new ByteArrayOutputStream(length + 128);
    answer.writeBytes(
        ("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: "
                + length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(START_OF_CART);
    answer.write(request, lineItems, request.length - lineItems);
    return answer.toByteArray();
  }
}
