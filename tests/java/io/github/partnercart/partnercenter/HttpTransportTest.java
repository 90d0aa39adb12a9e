package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the transport does without a connection. */
class HttpTransportTest {
  @Test
  void nothingIsSentOnceTheCallsTimeIsOver() {
    UUID requestId = UUID.randomUUID();
    Call call = new Call(requestId, UUID.randomUUID(), Duration.ZERO, false, new FakeTime());
    HttpTransport transport =
        new HttpTransport(
            new PartnerCenter.Settings(
                Endpoint.of("http://127.0.0.1:1"),
                "en-US",
                ProxySelector.getDefault(),
                1,
                RetrySettings.DEFAULT,
                false));

    LostAnswerException e =
        assertThrows(
            LostAnswerException.class,
            () ->
                transport.send(
                    PartnerRequest.post(URI.create("http://127.0.0.1:1/"), requestId, null),
                    call,
                    "token"));

    assertFalse(e.sent());
    assertEquals("the time was over before the request was sent", e.getMessage());
  }
}
