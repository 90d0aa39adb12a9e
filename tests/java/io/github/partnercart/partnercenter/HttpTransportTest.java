package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the transport tells of a request that got no answer. */
class HttpTransportTest {
  private static LostAnswerException failure(String endpoint, Call call) {
    HttpTransport transport =
        new HttpTransport(
            new PartnerCenter.Settings(
                Endpoint.of(endpoint),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(1),
                RetrySettings.DEFAULT,
                false));
    PartnerRequest request =
        new PartnerRequest(
            PartnerRequest.Kind.CREATION,
            URI.create(endpoint + "/"),
            UUID.randomUUID(),
            new JsonObject());
    return assertThrows(LostAnswerException.class, () -> transport.send(request, call, "token"));
  }

  @Test
  void nothingIsSentOnceTheCallsTimeIsOver() {
    LostAnswerException e =
        failure("http://127.0.0.1:1", Calls.within(Duration.ZERO, new FakeTime()));

    assertFalse(e.sent());
    assertEquals("the time was over before the request was sent", e.getMessage());
  }

  @Test
  void interruptAfterTheRequestWasSentLeavesItOpenWhatBecameOfIt() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<LostAnswerException> sending =
          new FutureTask<>(
              () ->
                  failure(
                      "http://127.0.0.1:" + server.getLocalPort(),
                      Calls.within(Duration.ofMinutes(1))));
      Thread thread = new Thread(sending);
      thread.start();
      try (Socket connection = server.accept()) {
        new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))
            .lines()
            .filter(String::isEmpty)
            .findFirst()
            .orElseThrow();
        thread.interrupt();

        LostAnswerException e = sending.get(30, TimeUnit.SECONDS);

        assertTrue(e.sent());
        assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
      }
    }
  }
}
