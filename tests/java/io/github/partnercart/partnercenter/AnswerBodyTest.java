package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The body of an answer, up to a limit. */
class AnswerBodyTest {
  private boolean isCancelled;

  private AnswerBody.Content read(int limit, String... chunks) throws Exception {
    BodySubscriber<AnswerBody.Content> body = AnswerBody.atMost(limit).apply(null);
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long number) {}

          @Override
          public void cancel() {
            isCancelled = true;
          }
        });
    for (String chunk : chunks) {
      if (!isCancelled) {
        body.onNext(List.of(ByteBuffer.wrap(chunk.getBytes(UTF_8))));
      }
    }
    body.onComplete();
    return body.getBody().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void aBodyOfTheLimitIsWhole() throws Exception {
    AnswerBody.Content content = read(6, "abc", "def");

    assertTrue(content.isWhole());
    assertEquals("abcdef", new String(content.bytes(), UTF_8));
    assertFalse(isCancelled);
  }

  @Test
  void ofALongerOneNoMoreIsRead() throws Exception {
    AnswerBody.Content content = read(6, "abc", "defg", "hij");

    assertFalse(content.isWhole());
    assertEquals("abc", new String(content.bytes(), UTF_8));
    assertTrue(isCancelled);
  }

  @Test
  void whatIsPackedIsReadUpToTheLimit() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("abcdef".getBytes(UTF_8));
    }
    AnswerBody.Content body = new AnswerBody.Content(packed.toByteArray(), true);
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Content-Encoding", List.of("gzip")), (name, value) -> true);

    assertTrue(AnswerBody.decode(headers, body, 6).isWhole());
    assertFalse(AnswerBody.decode(headers, body, 5).isWhole());
  }
}
