package io.github.partnercart.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An access token as it was issued.
 *
 * @param token the token itself
 * @param issuedOn when it came
 * @param expiresOn when it ends
 * @param refreshOn from when on a new one should be asked for while this one still serves
 * @param refreshToken what brings the next one without the user; empty where there is no user
 */
public record IssuedToken(
    Secret token,
    Instant issuedOn,
    Instant expiresOn,
    Instant refreshOn,
    Optional<Secret> refreshToken) {
  private static final Duration LONGEST_LEAD = Duration.ofMinutes(5);

  /**
   * A token to be renewed when its issuer says, else five minutes before its end, or halfway where
   * it does not live that long.
   */
  public static IssuedToken of(
      Secret token, Instant issuedOn, Instant expiresOn, @Nullable Instant refreshOn) {
    if (refreshOn != null) {
      return new IssuedToken(token, issuedOn, expiresOn, refreshOn, Optional.empty());
    }
    Duration half = Duration.between(issuedOn, expiresOn).dividedBy(2);
    Duration lead = half.compareTo(LONGEST_LEAD) < 0 ? half : LONGEST_LEAD;
    return new IssuedToken(token, issuedOn, expiresOn, expiresOn.minus(lead), Optional.empty());
  }

  /** The same, with what brings the next one. */
  public IssuedToken with(Optional<Secret> nextRefreshToken) {
    return new IssuedToken(token, issuedOn, expiresOn, refreshOn, nextRefreshToken);
  }
}
