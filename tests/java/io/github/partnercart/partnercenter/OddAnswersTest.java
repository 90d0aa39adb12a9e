package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.http.Proxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers over a real socket that break HTTP, or that are a proxy's. */
@Timeout(60)
class OddAnswersTest {
  private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 429, 503})
  void theStatusOfAFailureCountsWithoutItsBody(int status) throws Exception {
    for (String rest :
        List.of(
            "Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
            "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            "Transfer-Encoding: chunked\r\n\r\nff\r\ncut",
            "Content-Length: 100\r\n\r\ncut")) {
      answer("HTTP/1.1 " + status + " No\r\nRetry-After: 7\r\n" + rest);

      HttpAnswer answer = send(atService());

      assertEquals(status, answer.status(), rest);
      assertEquals(Duration.ofSeconds(7), answer.retryAfter().orElseThrow(), rest);
      assertEquals(0, answer.body().length, rest);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\nff\r\ncut",
        "Content-Length: 100\r\n\r\ncut",
        "Content-Length: many\r\n\r\n"
      })
  void aSuccessThatCantBeReadIsALostAnswer(String rest) throws Exception {
    answer("HTTP/1.1 201 Created\r\n" + rest);

    assertTrue(lost(atService()).sent());
  }

  @ParameterizedTest
  @CsvSource({"403, 403", "407, 407", "502, 502", "503, 503"})
  void whatAProxyRefusesNeverReachedTheService(int status, String named) throws Exception {
    answer(
        "HTTP/1.1 "
            + status
            + " No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");

    LostAnswerException e = lost(through("http://127.0.0.1:" + server.getLocalPort()));

    assertFalse(e.sent());
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  @Test
  void whatAProxyHangsUpOnNeverReachedTheService() throws Exception {
    answer("");

    assertFalse(lost(through("http://127.0.0.1:" + server.getLocalPort())).sent());
  }

  @Test
  void aProxyThatIsNotThereIsNotTheService() throws Exception {
    server.close();

    LostAnswerException e = lost(through("http://127.0.0.1:" + server.getLocalPort()));

    assertFalse(e.sent());
    assertTrue(e.getMessage().contains("the proxy 127.0.0.1:"), e.getMessage());
  }

  @Test
  void theProxyAloneIsSentItsPassword() throws Exception {
    answer("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n");

    LostAnswerException e = lost(through("http://user:p%40ss@127.0.0.1:" + server.getLocalPort()));

    assertTrue(heads.get(0).startsWith("CONNECT partner.example:443"), heads.get(0));
    assertTrue(heads.get(0).contains("Proxy-Authorization: Basic dXNlcjpwQHNz"), heads.get(0));
    assertFalse(heads.get(0).contains("Bearer"), heads.get(0));
    assertFalse(e.getMessage().contains("ss@"), e.getMessage());
  }

  private PartnerCenter.Settings atService() {
    return settings("http://127.0.0.1:" + server.getLocalPort(), ProxySelector.getDefault());
  }

  private static PartnerCenter.Settings through(String proxy) {
    return settings("https://partner.example", Proxies.ofSystem(Map.of("HTTPS_PROXY", proxy)));
  }

  private static PartnerCenter.Settings settings(String endpoint, ProxySelector proxies) {
    return new PartnerCenter.Settings(
        Endpoint.of(endpoint), "en-US", proxies, Limits.inFlight(1), RetrySettings.DEFAULT, false);
  }

  private static LostAnswerException lost(PartnerCenter.Settings settings) {
    return assertThrows(LostAnswerException.class, () -> send(settings));
  }

  private static HttpAnswer send(PartnerCenter.Settings settings) throws LostAnswerException {
    PartnerRequest request =
        new PartnerRequest(
            PartnerRequest.Kind.CREATION,
            URI.create(
                settings.endpoint().isLoopback()
                    ? settings.endpoint().resource("x").toString()
                    : "https://partner.example/x"),
            UUID.randomUUID(),
            new JsonObject());
    return new HttpTransport(settings).send(request, Calls.within(Duration.ofSeconds(20)), "token");
  }

  /** Answers the next connection's request so, and hangs up. */
  private void answer(String raw) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket connection = server.accept()) {
                heads.add(head(connection));
                OutputStream out = connection.getOutputStream();
                out.write(raw.getBytes(ISO_8859_1));
                out.flush();
                connection.shutdownOutput();
                connection.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The client has hung up first.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static String head(Socket connection) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
