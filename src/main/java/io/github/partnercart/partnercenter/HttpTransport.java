package io.github.partnercart.partnercenter;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends one request once, and knows of a failure whether the request may have gone out. */
final class HttpTransport implements Transport {
  /** The original's, being .NET's default. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(100);

  /** How much longer than the client's own timer the watch over the whole exchange runs. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** Far over any cart; what is longer is not read. */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private static final String CLIENT_NAME = "partner-cart";

  private final PartnerCenter.Settings settings;
  private final ServiceClient client;
  private final SentRequests sent = new SentRequests();

  HttpTransport(PartnerCenter.Settings settings) {
    this.settings = settings;
    this.client = new ServiceClient(settings.endpoint(), settings.proxies());
  }

  void warmUp() {
    client.warmUp();
  }

  /**
   * Whether the client itself may be the reason: it let the time pass, or failed before there was a
   * connection in another way than by having none.
   */
  static boolean mayBeBroken(IOException failure, boolean sent) {
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
    HttpClient sender = client.get();
    sent.add(request, call);
    AnswerHead head = new AnswerHead();
    try {
      HttpResponse<AnswerBody.Content> response =
          await(
              sender.sendAsync(httpRequest, head.before(AnswerBody.atMost(MAX_BODY))),
              timeout.plus(GRACE));
      if (response.body() == null) {
        throw new IOException("the proxy answered with status " + response.statusCode());
      }
      HttpAnswer answer =
          new HttpAnswer(
              response.statusCode(),
              response.headers(),
              AnswerBody.decode(response.headers(), response.body(), MAX_BODY));
      if (sent.isOfAnother(request, call, answer)) {
        // What came too late on this connection may be followed by more.
        client.replace(sender);
        throw lost(new IOException("the answer is that to another request"), body);
      }
      return answer;
    } catch (IOException e) {
      if (mayBeBroken(e, body.isWanted())) {
        client.replace(sender);
      }
      if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
        client.couldNotConnect(sender);
      }
      return head.ofFailure().orElseThrow(() -> lost(e, body));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // The client's own, of a header that it can't read.
      throw lost(new IOException("the answer can't be read: " + e.getMessage(), e), body);
    } catch (TimeoutException | InterruptedException e) {
      // Wherever an interrupt came from: what was sent may have been done.
      String why =
          e instanceof TimeoutException
              ? "no whole answer within " + timeout.toSeconds() + " s"
              : "the wait for the answer was interrupted";
      client.replace(sender);
      throw lost(new IOException(why, e), body);
    }
  }

  /**
   * Waits for an answer. Not the client's own send, which may read the answer in this thread: one
   * that its parser does not get over would hold the command up for ever. Nor its timer alone,
   * which ends with an answer's header lines, and with the client's thread.
   */
  private static <T> T await(CompletableFuture<T> exchange, Duration atMost)
      throws IOException, TimeoutException, InterruptedException {
    try {
      return exchange.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      // It may need a lock that such a parser has.
      ServiceClient.inBackground(() -> exchange.cancel(true));
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IOException(cause);
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
    if (request.kind() == PartnerRequest.Kind.MFA_VALIDATION) {
      builder.header("ValidateMfa", "true");
    }
    if (request.changes()) {
      builder.header("Content-Type", "application/json");
    }
    client
        .proxyAuthorization()
        .ifPresent(authorization -> builder.header("Proxy-Authorization", authorization));
    return builder.method(request.method(), body).build();
  }

  private static BodyPublisher body(PartnerRequest request) {
    return request.body() == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(request.body().toString());
  }

  private LostAnswerException lost(IOException cause, ObservedBody body) {
    // Nothing can have been written to the service before the body was asked for.
    boolean sent = body.isWanted();
    String words = words(cause, sent);
    return new LostAnswerException(sent ? words : client.onTheWay(words), sent, cause);
  }

  static String words(IOException cause, boolean sent) {
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
