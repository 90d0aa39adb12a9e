package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is known of a failure, and what is advised. */
class FailureTest {
  @Test
  void itSaysWhatTheServiceSaid() {
    Failure failure = Failures.answered(Outcome.Rejected, 429, "Retry-After", "57").failure();

    assertEquals(Optional.of(429), failure.statusCode());
    assertEquals(Optional.of("800099"), failure.serviceCode());
    assertEquals(Optional.of("Not eligible."), failure.serviceDescription());
    assertEquals(Optional.of(Duration.ofSeconds(57)), failure.retryAfter());
    assertEquals(Optional.of("Repeat the command after 57 s."), failure.advice());
  }

  @Test
  void withoutAnAnswerThereIsNothingOfTheServices() {
    Failure failure =
        Failures.of(Kind.TRANSPORT, Outcome.NotSent, Repeat.WITH_REQUEST_ID).failure();

    assertEquals(Optional.empty(), failure.statusCode());
    assertEquals(Optional.empty(), failure.serviceCode());
    assertEquals(Optional.empty(), failure.serviceDescription());
    assertEquals(Optional.empty(), failure.retryAfter());
  }

  @Test
  void aRefusalMayHaveTheStatusOfASuccess() {
    Failure failure = Failures.answered(Outcome.Rejected, 201).failure();

    assertEquals(Optional.of(201), failure.statusCode());
    assertEquals(Optional.of("800099"), failure.serviceCode());
    assertTrue(failure.isFinal());
  }

  @ParameterizedTest
  @CsvSource({"400, true", "404, true", "401, false", "429, false", "409, false", "503, false"})
  void onlyTheServicesOwnNoIsFinal(int status, boolean isFinal) {
    assertEquals(isFinal, Failures.answered(Outcome.Rejected, status).failure().isFinal());
  }

  @ParameterizedTest
  @EnumSource
  void whatMayHaveBeenDoneIsToldWithHowToRepeatIt(Repeat repeat) {
    String advice =
        Failures.of(Kind.TRANSPORT, Outcome.Unknown, repeat).failure().advice().orElseThrow();

    assertTrue(advice.startsWith("It may have been done. "), advice);
    assertTrue(
        advice.contains(
            switch (repeat) {
              case WITH_JOURNAL -> "the same journal";
              case WITH_KEY_AND_JOURNAL -> "the same IdempotencyKey and the same journal";
              case WITH_KEY -> "the same IdempotencyKey";
              case WITH_REQUEST_ID -> Failures.REQUEST_ID.toString();
              case SAME_CART -> "Submit the same cart again";
              case LOOK_FIRST -> "Get-PartnerCustomerCart";
            }),
        advice);
  }

  @ParameterizedTest
  @CsvSource({"800065, true", "800060, false", "999, false"})
  void thatACartWasOrderedBeforeIsKnownByItsCode(String code, boolean isOrdered) {
    assertEquals(
        isOrdered, Failures.coded(Outcome.Rejected, 400, code).failure().isAlreadyOrdered());
  }

  @Test
  void theServicesReasonsAreKept() {
    assertEquals("[]", Failures.answered(Outcome.Rejected, 400).failure().errorData().toString());
    assertEquals(
        "[\"one\"]",
        Failures.answering(Outcome.Rejected, 400, "{\"code\":\"1\",\"data\":[\"one\"]}")
            .failure()
            .errorData()
            .toString());
  }

  @Test
  void adviceIsThatOfTheCode() {
    assertTrue(advice(Outcome.Rejected, 403, "13605").startsWith("An agreement is missing"));
    assertTrue(
        advice(Outcome.Unknown, 409, "800060").contains("Do not make another cart"),
        "after an order in progress");
    assertEquals(
        Failures.coded(Outcome.Unknown, 409, "1").failure().advice().orElseThrow(),
        advice(Outcome.Unknown, 403, "13605"));
  }

  private static String advice(Outcome outcome, int status, String code) {
    return Failures.coded(outcome, status, code).failure().advice().orElse("");
  }

  @Test
  void whatMayBeAcceptedLaterIsToBeRepeated() {
    assertEquals(
        Optional.of("The service may accept it later: repeat the command then."),
        Failures.answering(Outcome.Rejected, 400, "{\"code\":1,\"isRetryable\":true}")
            .failure()
            .advice());
    assertEquals(
        Optional.empty(),
        Failures.answering(Outcome.Rejected, 400, "{\"code\":1,\"isRetryable\":false}")
            .failure()
            .advice());
  }
}
