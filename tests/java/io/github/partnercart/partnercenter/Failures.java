package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.util.Optional;
import java.util.UUID;

/** Failures of calls and what they exchanged, for tests of what is told of them. */
public final class Failures {
  public static final UUID REQUEST_ID = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
  public static final UUID CORRELATION_ID = UUID.fromString("00000000-0000-4000-8000-00000000c0de");

  private Failures() {}

  /** A failure to which there was no answer. */
  public static PartnerCenterException of(Kind kind, Outcome outcome, Repeat repeat) {
    return failure(kind, outcome, repeat, Optional.empty());
  }

  /**
   * A failure that the service answered.
   *
   * @param headers a name, its value, and so on
   */
  public static PartnerCenterException answered(Outcome outcome, int status, String... headers) {
    return answering(
        outcome, status, "{\"code\":\"800099\",\"description\":\"Not eligible.\"}", headers);
  }

  /** The same with another code. */
  static PartnerCenterException coded(Outcome outcome, int status, String code) {
    return answering(
        outcome, status, "{\"code\":\"" + code + "\",\"description\":\"Not eligible.\"}");
  }

  /** The same with another body. */
  static PartnerCenterException answering(
      Outcome outcome, int status, String body, String... headers) {
    return failure(
        Kind.SERVICE,
        outcome,
        Repeat.WITH_REQUEST_ID,
        Optional.of(FakeService.answer(status, body, headers)));
  }

  private static PartnerCenterException failure(
      Kind kind, Outcome outcome, Repeat repeat, Optional<HttpAnswer> answer) {
    return new PartnerCenterException(
        new Failure(
            kind, outcome, Optional.empty(), false, REQUEST_ID, CORRELATION_ID, 3, answer, repeat),
        "the message",
        null);
  }
}
