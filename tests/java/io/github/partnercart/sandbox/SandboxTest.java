package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SandboxTest {
  @Test
  void theAddressIsLoopbackWithAFreePort() throws Exception {
    try (var one = Sandbox.start(SandboxOptions.defaults());
        var other = Sandbox.start(SandboxOptions.defaults())) {
      assertTrue(one.address().toString().matches("http://127\\.0\\.0\\.1:[1-9]\\d+"));
      assertTrue(one.address().getPort() != other.address().getPort());
    }
  }

  @Test
  void aTakenPortIsAnError() throws Exception {
    try (var sandbox = Sandbox.start(SandboxOptions.defaults())) {
      var options = SandboxOptions.defaults().withPort(sandbox.address().getPort());

      assertThrows(IOException.class, () -> Sandbox.start(options));
    }
  }

  @Test
  void aClosedSandboxTakesNoConnections() throws Exception {
    var sandbox = Sandbox.start(SandboxOptions.defaults());
    var client = new SandboxClient(sandbox);
    client.create(CART);

    sandbox.close();

    assertThrows(ConnectException.class, () -> client.create(CART));
  }

  @Test
  void statisticsAreAnsweredWithoutATokenAndDoNotCountThemselves() throws Exception {
    try (var sandbox = Sandbox.start(SandboxOptions.defaults())) {
      var client = new SandboxClient(sandbox);
      client.checkOut(client.createdId(CART));
      var request = HttpRequest.newBuilder(sandbox.address().resolve("/sandbox/statistics"));
      client.send(request);

      HttpResponse<String> answer = client.send(request);

      assertEquals(200, answer.statusCode());
      assertEquals(
          JsonParser.parseString(
              "{\"cartsCreated\":1,\"ordersPlaced\":1,\"requests\":2,\"faultsInjected\":0,"
                  + "\"throttled\":0}"),
          JsonParser.parseString(answer.body()));
      assertEquals(new SandboxStatistics(1, 1, 2, 0, 0), sandbox.statistics());
    }
  }

  @Test
  void overTheLimitTheAnswerSaysWhenToTryAgain() throws Exception {
    var options = SandboxOptions.defaults().withThrottlePerSecond(0.01);
    try (var sandbox = Sandbox.start(options)) {
      var client = new SandboxClient(sandbox);
      assertEquals(201, client.create(CART).statusCode());

      HttpResponse<String> answer = client.create(CART);

      assertEquals(429, answer.statusCode());
      int seconds = Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(seconds > 30 && seconds <= 100, "seconds: " + seconds);
      assertEquals(
          "{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in "
              + seconds
              + " seconds.\"}",
          answer.body());
      assertEquals(new SandboxStatistics(1, 0, 2, 0, 1), sandbox.statistics());
    }
  }

  @Test
  void afterRetryAfterTheSameRequestPasses() throws Exception {
    var options = SandboxOptions.defaults().withThrottlePerSecond(1.0);
    try (var sandbox = Sandbox.start(options)) {
      var client = new SandboxClient(sandbox);
      client.create(CART);
      String requestId = SandboxClient.newId();
      var request = client.posting(SandboxClient.CARTS, requestId, CART);
      HttpResponse<String> throttled = client.send(request);
      assertEquals("1", throttled.headers().firstValue("Retry-After").orElseThrow());

      Thread.sleep(1000);

      assertEquals(201, client.send(request).statusCode());
    }
  }

  @Test
  void sixtyFourConnectionsAtOnceAreTakenAndKeptAlive() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try (var sandbox = Sandbox.start(SandboxOptions.defaults())) {
      for (int i = 0; i < 64; i++) {
        sockets.add(new Socket("127.0.0.1", sandbox.address().getPort()));
      }
      for (int round = 0; round < 2; round++) {
        for (Socket socket : sockets) {
          assertEquals("HTTP/1.1 404 Not Found", statusLine(socket));
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  /** Sends a request that is answered without a body, and reads the answer's head. */
  private static String statusLine(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "HEAD / HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer t\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("connection closed after: " + head);
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }
}
