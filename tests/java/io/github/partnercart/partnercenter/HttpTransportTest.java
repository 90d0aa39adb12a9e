package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest
  @MethodSource
  void onlyAClientThatMayBeTheReasonIsReplaced(
      IOException failure, boolean sent, boolean isReplaced) {
    assertEquals(isReplaced, HttpTransport.mayBeBroken(failure, sent));
  }

  static List<Arguments> onlyAClientThatMayBeTheReasonIsReplaced() {
    return List.of(
        Arguments.of(new HttpTimeoutException("time-out"), true, true),
        Arguments.of(new HttpTimeoutException("time-out"), false, true),
        Arguments.of(new HttpConnectTimeoutException("time-out"), false, false),
        Arguments.of(new IOException("broken"), false, true),
        Arguments.of(new IOException("broken"), true, false),
        Arguments.of(new ConnectException("refused"), false, false),
        Arguments.of(new SSLException("alert"), false, false));
  }

  @ParameterizedTest
  @MethodSource
  void aLostAnswerHasWords(IOException cause, boolean sent, String words) {
    assertEquals(words, HttpTransport.words(cause, sent));
  }

  static List<Arguments> aLostAnswerHasWords() {
    return List.of(
        Arguments.of(new IOException("reset"), true, "reset"),
        Arguments.of(new IOException(" "), true, "the connection was lost"),
        Arguments.of(new IOException(), true, "the connection was lost"),
        Arguments.of(new IOException(), false, "no connection could be made"),
        Arguments.of(
            new IOException(null, new ConnectException()), false, "no connection could be made"),
        Arguments.of(
            new IOException(null, new IOException(null, new UnresolvedAddressException())),
            false,
            "the host name can't be resolved"),
        Arguments.of(
            new SSLException("no path", new CertPathBuilderException()),
            false,
            "no path; --ca-certificates names a company's own certificate authorities"));
  }

  @Test
  void aConnectionThatIsRefusedIsNotSent() {
    LostAnswerException e = failure("http://127.0.0.1:1", Calls.within(Duration.ofSeconds(30)));

    assertFalse(e.sent());
    assertEquals("no connection could be made", e.getMessage());
  }
}
