package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the service's time stamps are shown. */
class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    // As they are to be shown already.
    "2026-11-23T05:31:48Z, 2026-11-23T05:31:48Z",
    "2026-11-23T05:31:48.5Z, 2026-11-23T05:31:48.5Z",
    "2026-11-23T23:59:59.0000001Z, 2026-11-23T23:59:59.0000001Z",
    // Close to that.
    "2026-11-23T05:31:48.Z, 2026-11-23T05:31:48Z",
    "2026-11-23T05:31:48.50Z, 2026-11-23T05:31:48.5Z",
    "2026-11-23T05:31:48.0Z, 2026-11-23T05:31:48Z",
    "2026-11-23T05:31:48.12345678Z, 2026-11-23T05:31:48.1234568Z",
    "2026-11-23T24:00:00Z, 2026-11-23T24:00:00Z",
    "2026-11-23T25:00:00Z, 2026-11-23T25:00:00Z",
    "2026-02-30T05:31:48Z, 2026-02-30T05:31:48Z",
    "2026-11-23T05:31:48, 2026-11-23T05:31:48Z",
    "2026-11-23T05:31:48z, 2026-11-23T05:31:48Z",
    "2026-11-23T05:31:48+01:00, 2026-11-23T04:31:48Z",
    "2026-11-23T05:31Z, 2026-11-23T05:31:00Z",
    "2026-11-23, 2026-11-23T00:00:00Z",
    "2026-13-23, 2026-13-23",
    "/Date(0)/, 1970-01-01T00:00:00Z",
    "never, never",
  })
  void timesAreShownInUtcWithAsManyDigitsAsTheyNeed(String answered, String shown) {
    assertEquals(shown, Timestamps.toUtc(answered));
  }
}
