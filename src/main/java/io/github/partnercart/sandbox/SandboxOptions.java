package io.github.partnercart.sandbox;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a sandbox behaves.
 *
 * @param port the port on 127.0.0.1, 0 for a free one
 * @param throttlePerSecond requests a second before 429 is answered, null for no limit
 * @param faultRate the probability, 0 to 1, that a request suffers a fault
 * @param seed what faults are drawn from
 */
public record SandboxOptions(
    int port, @Nullable Double throttlePerSecond, double faultRate, long seed) {

  private static final Pattern RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)/s");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range; the message names the value and the
   *     range
   */
  public SandboxOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("the port must be 0 to 65535, not " + port);
    }
    if (throttlePerSecond != null && !(throttlePerSecond > 0 && throttlePerSecond <= 1e9)) {
      throw new IllegalArgumentException(
          "the throttle must be over 0 and at most 1000000000 requests a second, not "
              + throttlePerSecond);
    }
    if (!(faultRate >= 0 && faultRate <= 1)) {
      throw new IllegalArgumentException("the fault rate must be 0 to 1, not " + faultRate);
    }
  }

  /** Returns a free port, no throttling, no faults. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(0, null, 0, 0);
  }

  /**
   * Reads a throttle such as {@code 10/s} or {@code 0.5/s} as requests a second.
   *
   * @throws IllegalArgumentException if the text is not such a rate; the message shows the text
   */
  public static double parseThrottle(String text) {
    var matcher = RATE.matcher(text);
    double perSecond = matcher.matches() ? Double.parseDouble(matcher.group(1)) : 0;
    if (perSecond == 0) {
      throw new IllegalArgumentException(
          "a throttle is a number of requests over 0 with \"/s\" behind it, such as 10/s or 0.5/s,"
              + " not \""
              + text
              + "\"");
    }
    return perSecond;
  }

  /** Returns these options with another port, 0 for a free one. */
  public SandboxOptions withPort(int newPort) {
    return new SandboxOptions(newPort, throttlePerSecond, faultRate, seed);
  }

  /** Returns these options with another limit of requests a second, null for none. */
  public SandboxOptions withThrottlePerSecond(@Nullable Double newThrottlePerSecond) {
    return new SandboxOptions(port, newThrottlePerSecond, faultRate, seed);
  }

  /** Returns these options with another probability of a fault. */
  public SandboxOptions withFaultRate(double newFaultRate) {
    return new SandboxOptions(port, throttlePerSecond, newFaultRate, seed);
  }

  /** Returns these options with another seed. */
  public SandboxOptions withSeed(long newSeed) {
    return new SandboxOptions(port, throttlePerSecond, faultRate, newSeed);
  }
}
