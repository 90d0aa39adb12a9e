package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each end of an attempt means for the next. */
class AttemptTest {
  @ParameterizedTest
  @CsvSource({
    "201, false, false",
    "400, false, false",
    "408, true, true",
    "429, true, false",
    "501, false, true",
    "503, true, true"
  })
  void anAnswerIsJudgedByItsStatus(int status, boolean mayBeRepeated, boolean leavesOutcomeOpen) {
    Attempt attempt = new Attempt.Answered(FakeService.answer(status, ""));

    assertEquals(mayBeRepeated, attempt.mayBeRepeated());
    assertEquals(leavesOutcomeOpen, attempt.leavesOutcomeOpen());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerMayBeRepeatedAndIsOpenIfTheRequestMayHaveArrived(boolean isSent) {
    Attempt attempt = new Attempt.Lost(FakeService.lost(isSent));

    assertTrue(attempt.mayBeRepeated());
    assertEquals(isSent, attempt.leavesOutcomeOpen());
  }

  @Test
  void anAttemptThatWasNotMadeIsTheLastAndDidNothing() {
    Attempt attempt = new Attempt.NotMade(Duration.ofSeconds(1));

    assertFalse(attempt.mayBeRepeated());
    assertFalse(attempt.leavesOutcomeOpen());
  }
}
