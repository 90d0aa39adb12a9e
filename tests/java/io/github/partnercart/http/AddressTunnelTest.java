package io.github.partnercart.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way to a host of which one address is dead. */
@Timeout(60)
class AddressTunnelTest {
  private final ExecutorService tasks =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });

  @AfterEach
  void close() {
    tasks.shutdownNow();
  }

  /** A service that sends back in capitals what it gets, until that ends. */
  private ServerSocket service() throws IOException {
    ServerSocket service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    tasks.execute(
        () -> {
          while (true) {
            try (Socket client = service.accept()) {
              byte[] sent = client.getInputStream().readNBytes(5);
              client
                  .getOutputStream()
                  .write(new String(sent, US_ASCII).toUpperCase().getBytes(US_ASCII));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    return service;
  }

  private static InetSocketAddress dead() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(closed.getInetAddress(), closed.getLocalPort());
    }
  }

  private static InetSocketAddress address(ServerSocket service) {
    return new InetSocketAddress(service.getInetAddress(), service.getLocalPort());
  }

  /** What comes back of a request to the tunnel and five bytes. */
  private static String ask(AddressTunnel tunnel, String request) throws IOException {
    InetSocketAddress address =
        (InetSocketAddress) tunnel.select(URI.create("https://host")).get(0).address();
    try (Socket client = new Socket(address.getAddress(), address.getPort())) {
      client.getOutputStream().write((request + "\r\n\r\nhello").getBytes(US_ASCII));
      return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static String connect(String authorization) {
    return "CONNECT host:443 HTTP/1.1\r\nHost: host\r\nproxy-authorization: " + authorization;
  }

  @Test
  void theAddressThatIsAliveIsFound() throws Exception {
    try (ServerSocket service = service()) {
      AddressTunnel tunnel = AddressTunnel.to(List.of(dead(), address(service), dead()), tasks);

      for (int i = 0; i < 3; i++) {
        assertEquals("HTTP/1.1 200 OK\r\n\r\nHELLO", ask(tunnel, connect(tunnel.authorization())));
      }
    }
  }

  @Test
  void withoutOneThatIsAliveItSaysSo() throws Exception {
    AddressTunnel tunnel = AddressTunnel.to(List.of(dead(), dead()), tasks);

    assertTrue(ask(tunnel, connect(tunnel.authorization())).startsWith("HTTP/1.1 502 "));
  }

  @Test
  void othersOfThisMachineCanNotUseIt() throws Exception {
    try (ServerSocket service = service()) {
      AddressTunnel tunnel = AddressTunnel.to(List.of(address(service)), tasks);

      assertTrue(ask(tunnel, connect("Bearer wrong")).startsWith("HTTP/1.1 407 "));
      assertTrue(
          ask(tunnel, "GET / HTTP/1.1\r\nProxy-Authorization: " + tunnel.authorization())
              .startsWith("HTTP/1.1 407 "));
    }
  }

  @Test
  void eachTunnelHasASecretOfItsOwn() throws Exception {
    assertTrue(
        !AddressTunnel.to(List.of(), tasks)
            .authorization()
            .equals(AddressTunnel.to(List.of(), tasks).authorization()));
  }

  @Test
  void aHostOfOneAddressHasNone() {
    assertEquals(Optional.empty(), AddressTunnel.to("127.0.0.1", 443, tasks));
    assertEquals(Optional.empty(), AddressTunnel.to("none.invalid", 443, tasks));
  }
}
