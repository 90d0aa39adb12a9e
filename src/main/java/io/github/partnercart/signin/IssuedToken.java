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
 * @param account the user whose it is, by an id that no two share; empty where there is no user
 * @param refreshToken what brings the next one without the user; empty where there is no user
 */
public record IssuedToken(
    Secret token,
    Instant issuedOn,
    Instant expiresOn,
    Instant refreshOn,
    Optional<String> account,
    Optional<Secret> refreshToken) {
  private static final Duration LONGEST_LEAD = Duration.ofMinutes(5);

  /**
   * A token to be renewed when its issuer says, else five minutes before its end, or halfway where
   * it does not live that long.
   */
  public static IssuedToken of(
      Secret token, Instant issuedOn, Instant expiresOn, @Nullable Instant refreshOn) {
    if (refreshOn != null) {
      return ofNobody(token, issuedOn, expiresOn, refreshOn);
    }
    Duration half = Duration.between(issuedOn, expiresOn).dividedBy(2);
    Duration lead = half.compareTo(LONGEST_LEAD) < 0 ? half : LONGEST_LEAD;
    return ofNobody(token, issuedOn, expiresOn, expiresOn.minus(lead));
  }

  private static IssuedToken ofNobody(
      Secret token, Instant issuedOn, Instant expiresOn, Instant refreshOn) {
    return new IssuedToken(
        token, issuedOn, expiresOn, refreshOn, Optional.empty(), Optional.empty());
  }

  /** The same as a user's. */
  public IssuedToken ofUser(Optional<String> user) {
    return new IssuedToken(token, issuedOn, expiresOn, refreshOn, user, refreshToken);
  }

  /** The same, with what brings the next one. */
  public IssuedToken with(Optional<Secret> nextRefreshToken) {
    return new IssuedToken(token, issuedOn, expiresOn, refreshOn, account, nextRefreshToken);
  }
}
