package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each end of an attempt means for the next. */
class AttemptTest {
  @ParameterizedTest
  @CsvSource({"201, false", "400, false", "408, true", "429, true", "501, false", "503, true"})
  void anAnswerIsJudgedByItsStatus(int status, boolean mayBeRetried) {
    assertEquals(mayBeRetried, new Attempt.Answered(FakeService.answer(status, "")).mayBeRetried());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerMayBeRetried(boolean isSent) {
    assertTrue(new Attempt.Lost(FakeService.lost(isSent)).mayBeRetried());
  }

  @Test
  void anAttemptThatWasNotMadeIsTheLast() {
    assertFalse(new Attempt.NotMade("").mayBeRetried());
  }
}
