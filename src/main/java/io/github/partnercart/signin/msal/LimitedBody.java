package io.github.partnercart.signin.msal;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's text, which fails where it is longer than any answer of an identity service. */
final class LimitedBody implements BodySubscriber<String> {
  private static final int MAX_BYTES = 1024 * 1024;

  private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
  private Flow.@Nullable Subscription subscription;
  private long bytes;

  @Override
  public CompletionStage<String> getBody() {
    return text.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    text.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    bytes += item.stream().mapToLong(ByteBuffer::remaining).sum();
    if (bytes <= MAX_BYTES) {
      text.onNext(item);
    } else if (subscription != null) {
      subscription.cancel();
      text.onError(new IOException("the answer is longer than " + MAX_BYTES + " bytes"));
    }
  }

  @Override
  public void onError(Throwable failure) {
    text.onError(failure);
  }

  @Override
  public void onComplete() {
    text.onComplete();
  }
}
