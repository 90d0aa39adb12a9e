package io.github.partnercart.partnercenter;

import io.github.partnercart.json.ByteOrderMark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads an answer's body up to a limit, so that no answer can fill the memory. */
final class AnswerBody implements BodySubscriber<AnswerBody.Content> {
  /**
   * What was read of a body.
   *
   * @param isWhole false where it goes on past the limit
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
  record Content(byte[] bytes, boolean isWhole) {}

  /** What is left of a body that can't be read. */
  static final Content NONE = new Content(new byte[0], false);

  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Content> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private AnswerBody(int limit) {
    this.limit = limit;
  }

  static BodyHandler<Content> atMost(int limit) {
    return response -> new AnswerBody(limit);
  }

  @Override
  public CompletionStage<Content> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + buffer.remaining() > limit) {
        body.complete(new Content(bytes.toByteArray(), false));
        if (subscription != null) {
          subscription.cancel();
        }
        return;
      }
      byte[] chunk = new byte[buffer.remaining()];
      buffer.get(chunk);
      bytes.writeBytes(chunk);
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(new Content(bytes.toByteArray(), true));
  }

  /**
   * Undoes the content coding and takes a byte order mark off.
   *
   * @throws IOException if the body is not what its header says
   */
  static Content decode(HttpHeaders headers, Content body, int limit) throws IOException {
    String coding =
        headers.firstValue("Content-Encoding").orElse("identity").strip().toLowerCase(Locale.ROOT);
    Content decoded =
        switch (coding) {
          case "identity", "" -> body;
          case "gzip", "x-gzip" -> body.bytes().length == 0 ? body : gunzip(body, limit);
          default -> throw new IOException("the answer's Content-Encoding is " + coding);
        };
    return new Content(ByteOrderMark.strip(decoded.bytes()), decoded.isWhole());
  }

  private static Content gunzip(Content body, int limit) throws IOException {
    try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(body.bytes()))) {
      byte[] bytes = gzip.readNBytes(limit);
      return new Content(bytes, body.isWhole() && gzip.read() < 0);
    }
  }
}
