package io.github.partnercart.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SandboxOptionsTest {
  @ParameterizedTest
  @CsvSource({"10/s,10", "0.5/s,0.5", "1/s,1"})
  void aThrottleIsReadAsRequestsASecond(String text, double perSecond) {
    assertEquals(perSecond, SandboxOptions.parseThrottle(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "0/s", "0.0/s", "-1/s", "10/m", "ten/s", "1e3/s", " 1/s", "NaN/s"})
  void whatIsNoThrottleIsRefusedWithTheTextAndAnExample(String text) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> SandboxOptions.parseThrottle(text));

    assertTrue(refused.getMessage().contains("\"" + text + "\""), refused.getMessage());
    assertTrue(refused.getMessage().contains("10/s"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aFaultRateIsAProbability(double rate) {
    assertThrows(
        IllegalArgumentException.class, () -> SandboxOptions.defaults().withFaultRate(rate));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aThrottleIsOverZeroAndFinite(double perSecond) {
    assertThrows(
        IllegalArgumentException.class,
        () -> SandboxOptions.defaults().withThrottlePerSecond(perSecond));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65536})
  void aPortFitsItsSixteenBits(int port) {
    assertThrows(IllegalArgumentException.class, () -> SandboxOptions.defaults().withPort(port));
  }

  @Test
  void eachOptionIsSetByItself() {
    var options =
        SandboxOptions.defaults()
            .withPort(1)
            .withThrottlePerSecond(2.0)
            .withFaultRate(0.5)
            .withSeed(4);

    assertEquals(new SandboxOptions(1, 2.0, 0.5, 4), options);
  }
}
