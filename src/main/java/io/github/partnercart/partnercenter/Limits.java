package io.github.partnercart.partnercenter;

/**
 * What is sent at most, also where the service would take more.
 *
 * @param inFlight requests at once
 * @param perSecond requests a second; infinite where only the service limits them
 */
public record Limits(int inFlight, double perSecond) {
  /** Only so many at once. */
  public static Limits inFlight(int most) {
    return new Limits(most, Double.POSITIVE_INFINITY);
  }
}
