package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Jwt;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom a token is, before something is bought with it. */
class TokenAudienceTest {
  private static final String MINE = "\"aud\":\"https://api.partnercenter.microsoft.com\"";

  private static AccessTokenClaims claims(String members) {
    return AccessTokenClaims.of(Jwt.of("{" + members + "}"));
  }

  private static Optional<String> check(String members) throws SignInException {
    return TokenAudience.check(claims(members), Optional.of(Cloud.AzureCloud));
  }

  @ParameterizedTest
  @CsvSource({
    "https://graph.microsoft.com, Microsoft Graph",
    "https://graph.microsoft.com/, Microsoft Graph",
    "00000003-0000-0000-C000-000000000000, Microsoft Graph",
    "https://graph.windows.net, Azure AD Graph",
    "https://management.azure.com/, Azure's management",
  })
  void aTokenOfAnotherServiceIsRefused(String audience, String service) {
    SignInException e =
        assertThrows(SignInException.class, () -> check("\"aud\":\"" + audience + "\""));

    assertEquals(
        "The access token is for %s (%s), not for Partner Center.".formatted(service, audience),
        e.getMessage());
    assertEquals(Optional.of("Sign in for https://api.partnercenter.microsoft.com."), e.advice());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MINE,
        "\"aud\":\"HTTPS://api.partnercenter.microsoft.com/\"",
        "\"aud\":\"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd\"",
        MINE + ",\"scp\":\"user_impersonation\",\"amr\":[\"pwd\",\"mfa\"]",
        // An application's.
        MINE + ",\"roles\":[]",
        ""
      })
  void aRightTokenHasNoWarning(String members) throws Exception {
    assertEquals(Optional.empty(), check(members));
  }

  @Test
  void anOpaqueTokenIsNotLookedAt() throws Exception {
    assertEquals(
        Optional.empty(),
        TokenAudience.check(AccessTokenClaims.of("opaque"), Optional.of(Cloud.AzureCloud)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"amr\":[\"pwd\"]", ",\"amr\":\"mfa\""})
  void aUsersTokenWithoutMfaHasAWarning(String amr) throws Exception {
    String warning = check(MINE + ",\"scp\":\"user_impersonation\"" + amr).orElseThrow();

    assertTrue(warning.contains("900421"), warning);
  }

  @Test
  void anUnknownAudienceHasAWarningWhereTheServiceIsKnown() throws Exception {
    String other = "\"aud\":\"https://gateway.example\"";

    assertTrue(check(other).orElseThrow().contains("https://gateway.example"));
    assertEquals(Optional.empty(), TokenAudience.check(claims(other), Optional.empty()));
  }
}
