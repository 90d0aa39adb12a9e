package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Failures of calls and what they exchanged, for tests of what is told of them. */
public final class Failures {
  public static final UUID REQUEST_ID = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
  public static final UUID CORRELATION_ID = UUID.fromString("00000000-0000-4000-8000-00000000c0de");

  private Failures() {}

  /** A failure to which there was no answer. */
  public static PartnerCenterException of(Kind kind, Outcome outcome, String method) {
    return failure(kind, outcome, method, null);
  }

  /**
   * A failure that the service answered.
   *
   * @param headers a name, its value, and so on
   */
  public static PartnerCenterException answered(Outcome outcome, int status, String... headers) {
    return failure(
        Kind.SERVICE,
        outcome,
        "POST",
        FakeService.answer(status, "{\"code\":\"800060\",\"description\":\"In use.\"}", headers));
  }

  /** Notes an exchange as the sender does. */
  public static void note(Call call, String exchange) {
    call.note(exchange);
  }

  private static PartnerCenterException failure(
      Kind kind, Outcome outcome, String method, HttpAnswer answer) {
    return new PartnerCenterException(
        kind,
        outcome,
        "the message",
        new Call(REQUEST_ID, CORRELATION_ID, Duration.ofSeconds(1)),
        new PartnerRequest(method, URI.create("https://x.example"), REQUEST_ID, null),
        3,
        answer,
        null);
  }
}
