package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each documented code of carts and checkouts: what it means at each request, and its advice. */
class ServiceCodeTest {
  @ParameterizedTest
  @CsvFileSource(resources = "/partnercenter/service-codes.csv", numLinesToSkip = 1)
  void eachCodeMeansWhatItIsDocumentedAs(
      int status, String code, Meaning creation, Meaning update, Meaning checkout, String advice) {
    HttpAnswer answer = answer(status, code);

    assertEquals(creation, Meanings.of(answer, PartnerRequest.Kind.CREATION));
    assertEquals(update, Meanings.of(answer, PartnerRequest.Kind.UPDATE));
    assertEquals(checkout, Meanings.of(answer, PartnerRequest.Kind.CHECKOUT));
    String given = advice(answer, checkout).orElse("");
    assertTrue(given.contains(advice == null ? "" : advice), given);
  }

  @Test
  void theServicesIsRetryableCounts() {
    String fault = "{\"code\":600061,\"description\":\"x\",\"isRetryable\":%s}";

    assertEquals(
        Meaning.LATER,
        Meanings.of(
            FakeService.answer(400, fault.formatted("true")), PartnerRequest.Kind.CREATION));
    assertEquals(
        Meaning.REJECTED,
        Meanings.of(
            FakeService.answer(400, fault.formatted("false")), PartnerRequest.Kind.CREATION));
  }

  @Test
  void theCureOutsideOfTheLineNamesTheOptionThatSendsItAgain() {
    String advice = advice(answer(403, "13605"), Meaning.REJECTED).orElseThrow();

    assertEquals(
        "An agreement is missing: have the customer sign the Microsoft Customer Agreement and"
            + " confirm it in Partner Center. Fix the command, or its cause and run it again with"
            + " --retry-rejected.",
        advice);
  }

  private static HttpAnswer answer(int status, String code) {
    return FakeService.answer(status, "{\"code\":\"" + code + "\",\"description\":\"The words.\"}");
  }

  private static Optional<String> advice(HttpAnswer answer, Meaning meaning) {
    return new Failure(
            Kind.SERVICE,
            meaning == Meaning.OPEN ? Outcome.Unknown : Outcome.Rejected,
            Optional.empty(),
            false,
            UUID.randomUUID(),
            UUID.randomUUID(),
            1,
            Optional.of(answer),
            Repeat.WITH_JOURNAL)
        .advice();
  }
}
