package io.github.partnercart.signin;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access token as it was issued.
 *
 * @param token the token itself
 * @param issuedOn when it came
 * @param expiresOn when it ends
 * @param refreshOn from when on a new one should be asked for while this one still serves
 */
public record IssuedToken(Secret token, Instant issuedOn, Instant expiresOn, Instant refreshOn) {
  private static final Duration LONGEST_LEAD = Duration.ofMinutes(5);

  /**
   * A token to be renewed when its issuer says, else five minutes before its end, or halfway where
   * it does not live that long.
   */
  public static IssuedToken of(
      Secret token, Instant issuedOn, Instant expiresOn, @Nullable Instant refreshOn) {
    if (refreshOn != null) {
      return new IssuedToken(token, issuedOn, expiresOn, refreshOn);
    }
    Duration half = Duration.between(issuedOn, expiresOn).dividedBy(2);
    Duration lead = half.compareTo(LONGEST_LEAD) < 0 ? half : LONGEST_LEAD;
    return new IssuedToken(token, issuedOn, expiresOn, expiresOn.minus(lead));
  }
}
