package io.github.partnercart.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One request's way through the sandbox: throttling, faults, the work, the answer. */
final class PartnerCenterHandler implements HttpHandler {
  static final int LARGEST_BODY = 4 << 20;
  // A client that is still sending does not read, and would see a reset connection and no 413.
  private static final int LARGEST_DISCARDED = 64 << 20;
  private static final String STATISTICS = "/sandbox/statistics";

  private final Counts counts;
  private final CartResource carts;
  private final @Nullable RateLimit throttle;
  private final Faults faults;

  PartnerCenterHandler(
      Counts counts, CartResource carts, @Nullable RateLimit throttle, Faults faults) {
    this.counts = counts;
    this.carts = carts;
    this.throttle = throttle;
    this.faults = faults;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    // Closing an exchange before it was answered drops the connection.
    try (exchange) {
      Answer answer = answer(exchange);
      if (answer != null) {
        ResponseWriter.write(exchange, answer);
      }
    }
  }

  /** Returns null for a connection to be dropped. */
  private @Nullable Answer answer(HttpExchange exchange) throws IOException {
    boolean getsStatistics =
        exchange.getRequestMethod().equals("GET")
            && exchange.getRequestURI().getPath().equals(STATISTICS);
    if (getsStatistics) {
      return counts.asAnswer();
    }
    counts.requests.incrementAndGet();
    Request request = read(exchange);
    int secondsToWait = throttle == null ? 0 : throttle.secondsToWait();
    if (secondsToWait > 0) {
      counts.throttled.incrementAndGet();
      return FaultBody.throttled(secondsToWait);
    }
    return answer(request, faults.next());
  }

  private @Nullable Answer answer(@Nullable Request request, InjectedFault fault) {
    if (fault.when() == InjectedFault.When.BEFORE_THE_WORK) {
      return inflict(fault);
    }
    var delay = new Delay(fault.delay(), counts.faultsInjected::incrementAndGet);
    Answer answer = work(request, delay);
    // The work may not have come to the point at which a cart is held.
    delay.take();
    return fault.when() == InjectedFault.When.AFTER_THE_WORK ? inflict(fault) : answer;
  }

  private Answer work(@Nullable Request request, Delay delay) {
    if (request == null) {
      return FaultBody.answer(
          413, FaultBody.INVALID_INPUT, "The body is larger than " + LARGEST_BODY + " bytes.");
    }
    try {
      return carts.answer(request, delay);
    } catch (RuntimeException e) {
      return FaultBody.answer(500, FaultBody.UNEXPECTED, "The sandbox itself failed: " + e);
    }
  }

  private @Nullable Answer inflict(InjectedFault fault) {
    counts.faultsInjected.incrementAndGet();
    if (fault.status() == InjectedFault.DROPPED) {
      return null;
    }
    return FaultBody.answer(
        fault.status(), FaultBody.UNEXPECTED, "Unexpected service error (a fault of the sandbox).");
  }

  /** Returns null if the body is too large. */
  private static @Nullable Request read(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      discard(in);
      return null;
    }
    var headers = exchange.getRequestHeaders();
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        headers.getFirst("Authorization"),
        headers.getFirst("Content-Type"),
        headers.getFirst(ResponseWriter.REQUEST_ID),
        ByteBuffer.wrap(body));
  }

  private static void discard(InputStream in) throws IOException {
    var buffer = new byte[1 << 16];
    long discarded = 0;
    int read = 0;
    while (read >= 0 && discarded < LARGEST_DISCARDED) {
      read = in.read(buffer);
      discarded += read;
    }
  }
}
