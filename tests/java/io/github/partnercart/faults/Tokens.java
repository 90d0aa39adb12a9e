package io.github.partnercart.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Access tokens of one tenant, which nothing but their account can be read of. */
final class Tokens {
  private Tokens() {}

  /** One of the tokens of an account. */
  static String of(String account, int number) {
    String payload = "{\"tid\":\"t\",\"oid\":\"%s\",\"jti\":\"%d\"}".formatted(account, number);
    return "e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8))
        + ".";
  }
}
