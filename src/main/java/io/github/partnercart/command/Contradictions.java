package io.github.partnercart.command;

import io.github.partnercart.signin.AccessTokenClaims;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Arguments of {@code Connect-PartnerCenter} that say different things of who is to sign in, of
 * which the original takes one in silence.
 */
final class Contradictions {
  private static final Pattern GUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private Contradictions() {}

  /**
   * Checks that a token is of the tenant that was given with it, as far as both can be compared: a
   * tenant also has domains as its names, and not every token tells its tenant. Otherwise a
   * purchase would be made as somebody whom the user did not mean.
   *
   * @throws SignInException if it is of another one
   */
  static void requireTenant(Optional<String> tenant, String accessToken) throws SignInException {
    Optional<String> ofToken =
        AccessTokenClaims.of(accessToken).tenant().filter(Contradictions::isId);
    Optional<String> given = tenant.filter(Contradictions::isId);
    if (ofToken.isPresent() && given.isPresent() && !isSame(ofToken.get(), given.get())) {
      throw new SignInException(
          ("AccessToken is of the tenant %s, but Tenant is %s: give a token of that tenant, or leave"
                  + " Tenant out.")
              .formatted(ofToken.get(), given.get()));
    }
  }

  /** What to tell where a credential is of another application than was given with it. */
  static Optional<String> ofApplication(Optional<String> applicationId, String userName) {
    return applicationId
        .filter(given -> !isSame(given, userName))
        .map(
            given ->
                "ApplicationId %s is not used: the Credential is of the application %s."
                    .formatted(given, userName));
  }

  private static boolean isId(String text) {
    return GUID.matcher(bare(text)).matches();
  }

  private static boolean isSame(String one, String other) {
    return bare(one).equalsIgnoreCase(bare(other));
  }

  /** Without the braces that .NET writes around a GUID. */
  private static String bare(String text) {
    String stripped = text.strip();
    return stripped.startsWith("{") && stripped.endsWith("}")
        ? stripped.substring(1, stripped.length() - 1)
        : stripped;
  }
}
