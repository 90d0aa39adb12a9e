package io.github.partnercart.partnercenter;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;

/**
 * A request's body that knows whether the HTTP client has asked for it, as it does to write the
 * request: when the connection is there, and encrypted if it is to be.
 */
final class ObservedBody implements BodyPublisher {
  private final BodyPublisher body;
  private volatile boolean isWanted;

  ObservedBody(BodyPublisher body) {
    this.body = body;
  }

  /** Whether the request may be on its way. */
  boolean isWanted() {
    return isWanted;
  }

  @Override
  public long contentLength() {
    isWanted = true;
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    isWanted = true;
    body.subscribe(subscriber);
  }
}
