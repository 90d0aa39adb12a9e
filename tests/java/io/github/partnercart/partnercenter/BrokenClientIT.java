package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that the JDK's client does not get over costs its own exchange, and no other. */
@Timeout(60)
class BrokenClientIT {
  private static final String GOOD =
      "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n{\"id\":\"%s\",\"lineItems\":[]}";

  private ServerSocket server;
  private String bad = "";

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::accept);
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> answer(socket));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      byte[] request = new byte[8192];
      int length = socket.getInputStream().read(request);
      while (length > 0) {
        String head = new String(request, 0, length, StandardCharsets.US_ASCII);
        OutputStream out = socket.getOutputStream();
        String cart = head.replaceFirst("(?s).*/carts/(\\w+) .*", "$1");
        out.write(
            (cart.equals("bad") ? bad : GOOD.formatted(cart)).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        length = socket.getInputStream().read(request);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"80000000", "FFFFFFFF", "7FFFFFFF", "7FFFFFFFFFFFFFFF"})
  void chunkThatIsNoChunkCostsItsOwnExchange(String size) throws Exception {
    bad = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size + "\r\nabc";
    String input = get("bad") + get("a") + get("bad") + get("b") + get("c");

    Output output =
        PartnerCartProcess.with(
                "--endpoint",
                "http://127.0.0.1:" + server.getLocalPort(),
                "--concurrency",
                "1",
                "--max-attempts",
                "1",
                "--timeout",
                "2")
            .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
            .run(input);

    List<JsonObject> answers = output.answers();
    assertEquals(5, answers.size(), output::toString);
    for (int good : List.of(1, 3, 4)) {
      assertFalse(answers.get(good).has("Error"), output::toString);
    }
  }

  private static String get(String cart) {
    return Commands.command("Get-PartnerCustomerCart", "\"CartId\":\"" + cart + "\"") + "\n";
  }
}
