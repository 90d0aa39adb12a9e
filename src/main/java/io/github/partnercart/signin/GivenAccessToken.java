package io.github.partnercart.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An access token that the user brought along. */
public final class GivenAccessToken implements AccessTokenSource {
  /** What RFC 6750 allows in a bearer token. */
  private static final Pattern BEARER_TOKEN = Pattern.compile("[-._~+/A-Za-z0-9]+=*");

  /** A clock here may be wrong by as much; the service decides then. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final String token;
  private final Optional<Instant> expiresOn;

  private GivenAccessToken(String token) {
    this.token = token;
    this.expiresOn = AccessTokenClaims.of(token).expiresOn();
  }

  /**
   * Takes a token that was given.
   *
   * @param token white space around it does not count
   * @param origin where it was given, for the message
   * @throws SignInException if it can't be a token; the message does not repeat it
   */
  public static GivenAccessToken of(String token, String origin) throws SignInException {
    String stripped = token.strip();
    if (stripped.isEmpty()) {
      throw new SignInException(origin + " is empty; it must hold an access token.");
    }
    if (!BEARER_TOKEN.matcher(stripped).matches()) {
      throw new SignInException(
          origin
              + " holds no access token: a token has letters, digits and -._~+/= only, without"
              + " \"Bearer\" before it.");
    }
    return new GivenAccessToken(stripped);
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException {
    return accessToken();
  }

  /**
   * The token, for which nobody needs to wait.
   *
   * @throws SignInException if it has ended
   */
  String accessToken() throws SignInException {
    requireUnexpired();
    return token;
  }

  /**
   * Checks that the token, if it says when it ends, has not ended.
   *
   * @throws SignInException if it has
   */
  public void requireUnexpired() throws SignInException {
    if (expiresOn.isPresent() && Instant.now().isAfter(expiresOn.get().plus(CLOCK_SKEW))) {
      throw new AccessTokenExpiredException();
    }
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
    return false;
  }

  @Override
  public String toString() {
    return "GivenAccessToken";
  }
}
