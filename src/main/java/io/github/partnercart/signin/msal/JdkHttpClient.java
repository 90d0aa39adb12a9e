package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.github.partnercart.http.Proxies;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * MSAL4J's way to the identity service, over the JDK's HTTP client: with time-outs, the system's
 * proxy, and retries where the service is busy.
 */
final class JdkHttpClient implements IHttpClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_ATTEMPTS = 3;

  /** A longer Retry-After is reported instead of waited for. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /**
   * How patient the client is.
   *
   * @param answer the time for one whole answer
   * @param firstDelay the wait before the first retry, where the service does not say; later ones
   *     are longer
   */
  record Patience(Duration answer, Duration firstDelay) {
    static final Patience DEFAULT = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  /** An answer as MSAL4J takes it. */
  record Answer(int statusCode, Map<String, List<String>> headers, String body)
      implements IHttpResponse {
    @Override
    public String toString() {
      return "Answer " + statusCode;
    }
  }

  private final HttpClient client;
  private final ProxySelector proxies;
  private final Patience patience;

  JdkHttpClient(ProxySelector proxies, Patience patience) {
    this.proxies = proxies;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            // A redirect could carry a secret to another host.
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(new EncryptedOnly(proxies))
            .build();
    this.patience = patience;
  }

  /** The http that there is goes to Azure's identity service of the machine, past all proxies. */
  private static final class EncryptedOnly extends ProxySelector {
    private final ProxySelector proxies;

    private EncryptedOnly(ProxySelector proxies) {
      this.proxies = proxies;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return "https".equalsIgnoreCase(uri.getScheme())
          ? proxies.select(uri)
          : List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      proxies.connectFailed(uri, address, failure);
    }
  }

  /** What the service asks for; empty where it does not. */
  private static Optional<Duration> retryAfter(Answer answer) {
    return answer.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .flatMap(header -> header.getValue().stream())
        .filter(seconds -> seconds.matches("\\d{1,9}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .findFirst();
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException, InterruptedException {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url().toString()))
            .method(
                request.httpMethod().name(),
                request.body() == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(request.body()));
    if (request.headers() != null) {
      request.headers().forEach(builder::setHeader);
    }
    return send(builder, request.body());
  }

  /**
   * Sends a request, again where the service is busy.
   *
   * @param form the body, if there is one: the answer repeats no secret of it
   * @throws IOException if there is no answer; its message is for a person
   */
  Answer send(java.net.http.HttpRequest.Builder builder, @Nullable String form)
      throws IOException, InterruptedException {
    java.net.http.HttpRequest request =
        toProxy(builder.timeout(patience.answer()).build(), builder);
    Answer answer = sendUntilAnswered(request);
    return new Answer(
        answer.statusCode(),
        answer.headers(),
        new SentSecrets(request.headers().map(), form).removedFrom(answer.body()));
  }

  private java.net.http.HttpRequest toProxy(
      java.net.http.HttpRequest request, java.net.http.HttpRequest.Builder builder) {
    // The client sends it to the proxy alone.
    return Proxies.authorization(proxies, request.uri())
        .map(authorization -> builder.setHeader("Proxy-Authorization", authorization).build())
        .orElse(request);
  }

  private Answer sendUntilAnswered(java.net.http.HttpRequest request)
      throws IOException, InterruptedException {
    Duration delay = patience.firstDelay();
    for (int attempt = 1; ; attempt++) {
      Optional<Duration> retryAfter = Optional.empty();
      try {
        Answer answer = sendOnce(request);
        retryAfter = retryAfter(answer);
        boolean isBusy = answer.statusCode() == 429 || answer.statusCode() >= 500;
        boolean isTooLong = retryAfter.filter(wait -> wait.compareTo(LONGEST_WAIT) > 0).isPresent();
        if (!isBusy || isTooLong || attempt == MAX_ATTEMPTS) {
          return answer;
        }
      } catch (ConnectException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
      }
      Thread.sleep(retryAfter.orElse(delay).toMillis());
      delay = delay.multipliedBy(2);
    }
  }

  private Answer sendOnce(java.net.http.HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> exchange =
        client.sendAsync(request, head -> new LimitedBody());
    try {
      // The client's own timer ends with the header.
      HttpResponse<String> response =
          exchange.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + patience.answer().toSeconds() + " s", e);
    } finally {
      exchange.cancel(true);
    }
  }
}
