package io.github.partnercart.signin.msal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that repeats what was sent is read without it. */
class SentSecretsTest {
  private static final Map<String, List<String>> NO_HEADERS = Map.of();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_secret",
        "client_assertion",
        "assertion",
        "refresh_token",
        "password",
        "code",
        "code_verifier",
        "device_code"
      })
  void eachSecretFieldOfAFormIsTakenOut(String field) {
    assertEquals(
        "{\"error_description\":\"no: ***.\"}",
        new SentSecrets(NO_HEADERS, "client_id=c&" + field + "=s3cret")
            .removedFrom("{\"error_description\":\"no: s3cret.\"}"));
  }

  @Test
  void secretIsFoundHoweverItIsWritten() {
    SentSecrets secrets = new SentSecrets(NO_HEADERS, "client_secret=a%2F%22b%7E%C3%A9c");

    assertEquals(
        "[\"***\",\"***\",\"***\"]",
        secrets.removedFrom(
            "[\"a/\\\"b~\u00e9c\",\"a\\/\\u0022b~\\u00e9c\",\"a%2F%22b%7E%C3%A9c\"]"));
    assertEquals("<p>***</p>", secrets.removedFrom("<p>a/\"b~\u00e9c</p>"));
  }

  @Test
  void secretHeadersAreTakenOut() {
    assertEquals(
        "*** *** c",
        new SentSecrets(
                Map.of(
                    "X-Identity-Header",
                    List.of("header-1"),
                    "authorization",
                    List.of("Bearer token-1"),
                    "client-request-id",
                    List.of("c")),
                null)
            .removedFrom("token-1 header-1 c"));
  }

  @Test
  void secretThatHoldsAnotherOneLeavesNothingOfItself() {
    assertEquals(
        "***",
        new SentSecrets(NO_HEADERS, "code=abcd&refresh_token=abcdefgh").removedFrom("abcdefgh"));
  }

  @Test
  void refreshTokenThatComesBackTheSameIsLeftAlone() {
    String answer = "{\"access_token\":\"refresh\",\"refresh_token\":\"refresh\"}";

    assertEquals(answer, new SentSecrets(NO_HEADERS, "refresh_token=refresh").removedFrom(answer));
  }

  @Test
  void allElseStaysAsItIs() {
    String answer =
        "{\"error\":\"invalid_client\",\"error_codes\":[7000215],\"x\":null,\"y\":true}";

    assertEquals(answer, new SentSecrets(NO_HEADERS, "client_secret=s3cret").removedFrom(answer));
  }
}
