package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long is waited between attempts. */
class RetrySettingsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 200, 400",
    "2, 800, 1600",
    "3, 3200, 6400",
    "4, 12800, 25600",
    "5, 15000, 30000",
    "6, 15000, 30000",
    "10000, 15000, 30000"
  })
  void eachDelayIsFourTimesTheOneBeforeUpToHalfAMinuteAndAtLeastTheHalfOfItIsWaited(
      int attempts, long leastMillis, long mostMillis) {
    assertEquals(Duration.ofMillis(leastMillis), RetrySettings.DEFAULT.delayAfter(attempts, 0));
    assertEquals(Duration.ofMillis(mostMillis), RetrySettings.DEFAULT.delayAfter(attempts, 1));
    assertEquals(
        Duration.ofMillis((leastMillis + mostMillis) / 2),
        RetrySettings.DEFAULT.delayAfter(attempts, 0.5));
  }

  @Test
  void otherAttemptsLeaveTheFirstDelayAsItIs() {
    assertEquals(new RetrySettings(7, Duration.ofMillis(400)), RetrySettings.withMaxAttempts(7));
  }

  @Test
  void thereIsAtLeastOneAttempt() {
    assertEquals(1, RetrySettings.withMaxAttempts(1).maxAttempts());
    assertThrows(IllegalArgumentException.class, () -> RetrySettings.withMaxAttempts(0));
  }

  @Test
  void theEndOfAnOrderIsWaitedForSomeSeconds() {
    assertEquals(Duration.ofSeconds(5), RetrySettings.DEFAULT.delayOfOrder(0));
    assertEquals(Duration.ofSeconds(10), RetrySettings.DEFAULT.delayOfOrder(1));
  }
}
