package io.github.partnercart.partnercenter;

import io.github.partnercart.http.AddressTunnel;
import io.github.partnercart.http.Proxies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Java's HTTP client on the way to one service: made once, and again when it does not work. */
final class ServiceClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final int HTTPS_PORT = 443;

  private static final ExecutorService TASKS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
          });

  private final Endpoint endpoint;
  private final ProxySelector proxies;
  private @Nullable HttpClient client;

  /** Once an address of the service has given no connection, and there are others. */
  private @Nullable AddressTunnel tunnel;

  ServiceClient(Endpoint endpoint, ProxySelector proxies) {
    this.endpoint = endpoint;
    this.proxies = endpoint.isLoopback() ? ProxySelector.of(null) : proxies;
  }

  /**
   * Makes the client in the background, as it takes a part of a second in which the first command
   * can be read.
   */
  void warmUp() {
    Thread thread =
        new Thread(
            () -> {
              try {
                client();
              } catch (RuntimeException | Error e) {
                // The first request fails for the same reason, and is answered with it.
              }
            },
            "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The client that works, as far as is known.
   *
   * @throws LostAnswerException if none can be made now
   */
  HttpClient get() throws LostAnswerException {
    try {
      return client();
    } catch (UncheckedIOException e) {
      // Files that are open now may be closed by the next attempt.
      IOException cause = Objects.requireNonNull(e.getCause());
      throw new LostAnswerException(
          "no connection could be made: " + cause.getMessage(), false, cause);
    }
  }

  /** Does what may take as long as the client wants. */
  static void inBackground(Runnable task) {
    TASKS.execute(task);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              // Not in the one thread that waits for the network: an answer that its parser does
              // not get over would hold up all others.
              .executor(TASKS)
              .proxy(tunnel == null ? proxies : tunnel)
              // A redirect could carry the token to another host, or a purchase out as a GET.
              .followRedirects(HttpClient.Redirect.NEVER)
              // A connection of HTTP/2 that has gone silent would be used for every later request.
              .version(HttpClient.Version.HTTP_1_1);
      if (!endpoint.isEncrypted()) {
        builder.sslContext(trustingNone());
      }
      requireSockets();
      client = builder.build();
    }
    return client;
  }

  /**
   * Without a file descriptor to load a class by, the client's thread would end in the middle of an
   * exchange: the classes are loaded before there is one.
   */
  private static void requireSockets() {
    try {
      SocketChannel.open().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For plain http: Java's own context would read all of its trusted certificates now. */
  private static SSLContext trustingNone() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that does not work any more is not asked again: the next request gets a new one. */
  synchronized void replace(HttpClient broken) {
    if (client == broken) {
      client = null;
    }
  }

  /**
   * A client could not connect. It had tried the first address of the service's host alone; the
   * next request tries the others, too.
   */
  synchronized void couldNotConnect(HttpClient sender) {
    URI service = endpoint.base();
    if (tunnel == null && endpoint.isEncrypted() && proxy().isEmpty()) {
      int port = service.getPort() < 0 ? HTTPS_PORT : service.getPort();
      tunnel = AddressTunnel.to(service.getHost(), port, TASKS).orElse(null);
      if (tunnel != null) {
        replace(sender);
      }
    }
  }

  /** What a request must have as Proxy-Authorization; it is sent to the proxy alone. */
  synchronized Optional<String> proxyAuthorization() {
    return tunnel == null
        ? Proxies.authorization(proxies, endpoint.base())
        : Optional.of(tunnel.authorization());
  }

  /** Why there was no connection, with what was tried. */
  synchronized String onTheWay(String words) {
    if (tunnel != null) {
      return "none of the addresses of %s gave a connection: %s"
          .formatted(endpoint.base().getHost(), words);
    }
    return proxy()
        .map(
            proxy ->
                "the proxy %s:%d gave no connection: %s"
                    .formatted(proxy.getHostString(), proxy.getPort(), words))
        .orElse(words);
  }

  private Optional<InetSocketAddress> proxy() {
    return proxies.select(endpoint.base()).get(0).address() instanceof InetSocketAddress proxy
        ? Optional.of(proxy)
        : Optional.empty();
  }
}
