import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A service on loopback that makes so many carts a second, with a token bucket, and answers the
 * rest with 429 and {@code Retry-After: 1}. A cart takes 300 ms ± 200 ms.
 */
final class LimitedService implements AutoCloseable {
  private static final byte[] CART =
      "{\"id\":\"c\",\"status\":\"Active\",\"lineItems\":[]}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] THROTTLED =
      "{\"statusCode\":429,\"message\":\"Rate limit is exceeded.\"}"
          .getBytes(StandardCharsets.UTF_8);
  private static final int MOST_IN_FLIGHT = 300;

  /** A request, when it came, in seconds from the first one. */
  record Arrival(double second, boolean isTaken, String token) {}

  private final List<Arrival> arrivals = new ArrayList<>();
  private final Random random = new Random(1);
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(MOST_IN_FLIGHT);
  private final double burst;
  private double perSecond;
  private double tokens;
  private long start;
  private double refilled;

  LimitedService(double perSecond, double burst) throws IOException {
    // Else each answer waits for the acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long milliseconds = arrive(exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.getRequestBody().readAllBytes();
      byte[] body = milliseconds < 0 ? THROTTLED : CART;
      if (milliseconds < 0) {
        exchange.getResponseHeaders().set("Retry-After", "1");
      } else {
        Thread.sleep(milliseconds);
      }
      exchange.sendResponseHeaders(milliseconds < 0 ? 429 : 201, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long the cart takes, or -1 if there are too many. */
  private synchronized long arrive(String token) {
    long now = System.nanoTime();
    if (start == 0) {
      start = now;
    }
    double second = (now - start) / 1e9;
    tokens = Math.min(burst, tokens + (second - refilled) * perSecond);
    refilled = second;
    boolean isTaken = tokens >= 1;
    tokens -= isTaken ? 1 : 0;
    arrivals.add(new Arrival(second, isTaken, token));
    return isTaken ? 100 + random.nextInt(400) : -1;
  }

  /** How long ago the first request came, in seconds. */
  synchronized double running() {
    return start == 0 ? 0 : (System.nanoTime() - start) / 1e9;
  }

  synchronized void limitTo(double otherPerSecond) {
    perSecond = otherPerSecond;
  }

  synchronized List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
