package io.github.partnercart.signin;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For whom an access token was issued. One for another of Microsoft's services is refused before
 * anything is sent; of one that is not known, or of a user's without a second factor, there is a
 * warning.
 *
 * @see <a
 *     href="https://learn.microsoft.com/partner-center/developer/partner-center-authentication">
 *     Partner Center authentication</a>
 */
public final class TokenAudience {
  private static final String PARTNER_CENTER = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";

  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("https://graph.microsoft.com", "Microsoft Graph"),
          Map.entry("https://microsoftgraph.chinacloudapi.cn", "Microsoft Graph"),
          Map.entry("https://graph.microsoft.us", "Microsoft Graph"),
          Map.entry("00000003-0000-0000-c000-000000000000", "Microsoft Graph"),
          Map.entry("https://graph.windows.net", "Azure AD Graph"),
          Map.entry("https://graph.chinacloudapi.cn", "Azure AD Graph"),
          Map.entry("00000002-0000-0000-c000-000000000000", "Azure AD Graph"),
          Map.entry("https://management.azure.com", "Azure's management"),
          Map.entry("https://management.core.windows.net", "Azure's management"),
          Map.entry("https://management.chinacloudapi.cn", "Azure's management"),
          Map.entry("797f4846-ba00-4fd7-ba43-dac1f8f63013", "Azure's management"));

  private TokenAudience() {}

  /**
   * Looks at a token.
   *
   * @param cloud where it is to be sent; empty for an address that is no cloud's
   * @return what the user must know of it
   * @throws SignInException if it is known to be for another service
   */
  public static Optional<String> check(AccessTokenClaims claims, Optional<Cloud> cloud)
      throws SignInException {
    String audience = claims.audience().map(TokenAudience::normal).orElse("");
    String other = OTHERS.get(audience);
    if (other != null) {
      throw SignInException.advised(
          "The access token is for %s (%s), not for Partner Center."
              .formatted(other, claims.audience().orElse("")),
          "Sign in for %s."
              .formatted(cloud.map(Cloud::partnerCenter).orElse(Cloud.AzureCloud.partnerCenter())));
    }
    if (claims.isWithoutMfa()) {
      return Optional.of(
          "The access token is a user's without multi-factor authentication, which Partner Center"
              + " refuses (900421). Sign in again with it, or as an application, which carts take.");
    }
    return cloud
        .filter(of -> !audience.isEmpty())
        .filter(of -> !audience.equals(of.partnerCenter()) && !audience.equals(PARTNER_CENTER))
        .map(
            of ->
                "The access token is for %s, and not for %s: Partner Center may refuse it."
                    .formatted(claims.audience().orElse(""), of.partnerCenter()));
  }

  private static String normal(String audience) {
    return audience.toLowerCase(Locale.ROOT).replaceFirst("/+$", "");
  }
}
