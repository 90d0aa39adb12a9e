package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure tells. */
class PartnerCenterExceptionTest {
  private final Call call = new Call(UUID.randomUUID(), UUID.randomUUID(), Duration.ofSeconds(1));

  @Test
  void itTellsWhatTheServiceSaid() {
    PartnerCenterException e =
        failure(
            "POST",
            FakeService.answer(
                429, "{\"code\":\"1\",\"description\":\"Slower.\"}", "Retry-After", "57"));

    assertEquals(Kind.SERVICE, e.kind());
    assertEquals(Outcome.Rejected, e.outcome());
    assertEquals("the message", e.getMessage());
    assertEquals(call.requestId(), e.requestId());
    assertEquals(call.correlationId(), e.correlationId());
    assertEquals(3, e.attempts());
    assertEquals(Optional.of(429), e.statusCode());
    assertEquals(Optional.of("1"), e.serviceCode());
    assertEquals(Optional.of("Slower."), e.serviceDescription());
    assertEquals(Optional.of(Duration.ofSeconds(57)), e.retryAfter());
  }

  @Test
  void withoutAnAnswerThereIsNothingOfTheServices() {
    PartnerCenterException e = failure("POST", null);

    assertEquals(Optional.empty(), e.statusCode());
    assertEquals(Optional.empty(), e.serviceCode());
    assertEquals(Optional.empty(), e.serviceDescription());
    assertEquals(Optional.empty(), e.retryAfter());
  }

  @Test
  void anAnswerOfSuccessHoldsNoFault() {
    PartnerCenterException e =
        failure("POST", FakeService.answer(201, "{\"code\":\"1\",\"description\":\"Made.\"}"));

    assertEquals(Optional.of(201), e.statusCode());
    assertEquals(Optional.empty(), e.serviceCode());
    assertEquals(Optional.empty(), e.serviceDescription());
  }

  @ParameterizedTest
  @CsvSource({"POST, true", "PUT, false", "GET, false"})
  void onlyWhatIsSentTheSameEachTimeIsKnownByItsRequestId(String method, boolean isKnown) {
    assertEquals(isKnown, failure(method, null).isKnownByRequestId());
  }

  @Test
  void itKeepsItsCause() {
    IOException cause = new IOException();

    assertSame(cause, failure("POST", null, cause).getCause());
  }

  private PartnerCenterException failure(String method, @Nullable HttpAnswer answer) {
    return failure(method, answer, null);
  }

  private PartnerCenterException failure(
      String method, @Nullable HttpAnswer answer, @Nullable Throwable cause) {
    PartnerRequest request =
        new PartnerRequest(method, URI.create("https://x.example"), call.requestId(), null);
    return new PartnerCenterException(
        Kind.SERVICE, Outcome.Rejected, "the message", call, request, 3, answer, cause);
  }
}
