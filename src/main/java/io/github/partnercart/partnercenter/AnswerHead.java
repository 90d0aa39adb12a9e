package io.github.partnercart.partnercenter;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer's status and headers, which are there before its body: the status of a failure counts,
 * and its Retry-After, also where the body is cut short or can't be decoded.
 */
final class AnswerHead {
  private volatile @Nullable ResponseInfo head;

  /** The handler, with the head kept before. */
  <T> BodyHandler<T> before(BodyHandler<T> handler) {
    return response -> {
      head = response;
      return handler.apply(response);
    };
  }

  /** The answer without its body, if it has come and is a failure. */
  Optional<HttpAnswer> ofFailure() {
    return Optional.ofNullable(head)
        .map(h -> new HttpAnswer(h.statusCode(), h.headers(), AnswerBody.NONE))
        .filter(answer -> !answer.isSuccess());
  }
}
