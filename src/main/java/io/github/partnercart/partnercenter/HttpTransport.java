package io.github.partnercart.partnercenter;

import io.github.partnercart.http.Proxies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Sends one request once, and knows of a failure whether the request may have gone out. */
final class HttpTransport implements Transport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

  /** The original's, being .NET's default. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(100);

  /** How much longer than the client's own timer the watch over the whole exchange runs. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Far over any cart; what is longer is not read. */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private static final ExecutorService TASKS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
          });

  private static final String CLIENT_NAME = "partner-cart";

  private final PartnerCenter.Settings settings;
  private final ProxySelector proxies;
  private @Nullable HttpClient client;

  HttpTransport(PartnerCenter.Settings settings) {
    this.settings = settings;
    this.proxies = settings.endpoint().isLoopback() ? ProxySelector.of(null) : settings.proxies();
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

  private synchronized HttpClient client() {
    if (client == null) {
      boolean isEncrypted = settings.endpoint().isEncrypted();
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_TIMEOUT)
              // Not in the one thread that waits for the network: an answer that its parser does
              // not get over would hold up all others.
              .executor(TASKS)
              .proxy(proxies)
              // A redirect could carry the token to another host, or a purchase out as a GET.
              .followRedirects(HttpClient.Redirect.NEVER)
              // A connection of HTTP/2 that has gone silent would be used for every later request.
              .version(HttpClient.Version.HTTP_1_1);
      if (!isEncrypted) {
        builder.sslContext(trustingNone());
      }
      requireSockets();
      client = builder.build();
    }
    return client;
  }

  private HttpClient requireClient() throws LostAnswerException {
    try {
      return client();
    } catch (UncheckedIOException e) {
      // Files that are open now may be closed by the next attempt.
      IOException cause = Objects.requireNonNull(e.getCause());
      throw new LostAnswerException(
          "no connection could be made: " + cause.getMessage(), false, cause);
    }
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
  private synchronized void replace(HttpClient broken) {
    if (client == broken) {
      client = null;
    }
  }

  /**
   * Whether the client itself may be the reason: it let the time pass, or failed before there was a
   * connection in another way than by having none.
   */
  private static boolean mayBeBroken(IOException failure, boolean sent) {
    if (failure instanceof HttpTimeoutException) {
      return !(failure instanceof HttpConnectTimeoutException);
    }
    return !sent && !(failure instanceof ConnectException || failure instanceof SSLException);
  }

  @Override
  public HttpAnswer send(PartnerRequest request, Call call, String accessToken)
      throws LostAnswerException {
    Duration timeout =
        call.remaining().compareTo(ANSWER_TIMEOUT) < 0 ? call.remaining() : ANSWER_TIMEOUT;
    if (timeout.isZero()) {
      throw new LostAnswerException(
          "the time was over before the request was sent", false, new IOException("time-out"));
    }
    ObservedBody body = new ObservedBody(body(request));
    HttpRequest httpRequest = httpRequest(request, call, accessToken, timeout, body);
    HttpClient sender = requireClient();
    ExchangeWatch watch = new ExchangeWatch(timeout.plus(GRACE));
    AnswerHead head = new AnswerHead();
    try {
      // Not sendAsync, which moves each exchange to one more thread, on small machines a new one.
      HttpResponse<AnswerBody.Content> response =
          sender.send(httpRequest, head.before(AnswerBody.atMost(MAX_BODY)));
      if (response.body() == null) {
        throw new IOException("the proxy answered with status " + response.statusCode());
      }
      return new HttpAnswer(
          response.statusCode(),
          response.headers(),
          AnswerBody.decode(response.headers(), response.body(), MAX_BODY));
    } catch (IOException e) {
      if (mayBeBroken(e, body.isWanted())) {
        replace(sender);
      }
      return head.ofFailure().orElseThrow(() -> lost(request, e, body));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // The client's own, of a header that it can't read.
      throw lost(request, new IOException("the answer can't be read: " + e.getMessage(), e), body);
    } catch (InterruptedException e) {
      // Whoever it came from: what was sent may have been done.
      String why =
          watch.end()
              ? "no whole answer within " + timeout.toSeconds() + " s"
              : "the wait for the answer was interrupted";
      replace(sender);
      throw lost(request, new IOException(why, e), body);
    } finally {
      boolean unused = watch.end();
    }
  }

  private HttpRequest httpRequest(
      PartnerRequest request, Call call, String accessToken, Duration timeout, BodyPublisher body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.address())
            .timeout(timeout)
            .header("Accept", "application/json")
            .header("Accept-Encoding", "gzip")
            .header("Authorization", "Bearer " + accessToken)
            .header("MS-Contract-Version", "v1")
            .header("MS-CorrelationId", call.correlationId().toString())
            .header("MS-PartnerCenter-Client", CLIENT_NAME)
            .header("MS-RequestId", request.requestId().toString())
            .header("User-Agent", CLIENT_NAME)
            .header("X-Locale", settings.locale());
    if (request.changes()) {
      builder.header("Content-Type", "application/json");
    }
    // The client sends it to the proxy alone.
    Proxies.authorization(proxies, request.address())
        .ifPresent(authorization -> builder.header("Proxy-Authorization", authorization));
    return builder.method(request.method(), body).build();
  }

  private static BodyPublisher body(PartnerRequest request) {
    return request.body() == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(request.body().toString());
  }

  private LostAnswerException lost(PartnerRequest request, IOException cause, ObservedBody body) {
    // Nothing can have been written to the service before the body was asked for.
    boolean sent = body.isWanted();
    String words = words(cause, sent);
    return new LostAnswerException(
        sent ? words : onTheWayTo(request.address(), words), sent, cause);
  }

  private String onTheWayTo(URI address, String words) {
    if (!(proxies.select(address).get(0).address() instanceof InetSocketAddress proxy)) {
      return words;
    }
    return "the proxy %s:%d gave no connection: %s"
        .formatted(proxy.getHostString(), proxy.getPort(), words);
  }

  private static String words(IOException cause, boolean sent) {
    String words = cause.getMessage();
    if (hasCause(cause, CertPathBuilderException.class)) {
      return words + "; --ca-certificates names a company's own certificate authorities";
    }
    if (words != null && !words.isBlank()) {
      return words;
    }
    if (hasCause(cause, UnresolvedAddressException.class)) {
      return "the host name can't be resolved";
    }
    return sent ? "the connection was lost" : "no connection could be made";
  }

  private static boolean hasCause(@Nullable Throwable failure, Class<?> cause) {
    return failure != null && (cause.isInstance(failure) || hasCause(failure.getCause(), cause));
  }
}
