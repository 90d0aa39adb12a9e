package io.github.partnercart.faults;

import io.github.partnercart.Jwt;

/** Access tokens of one tenant, which nothing but their account can be read of. */
final class Tokens {
  private Tokens() {}

  /** One of the tokens of an account. */
  static String of(String account, int number) {
    String payload = "{\"tid\":\"t\",\"oid\":\"%s\",\"jti\":\"%d\"}".formatted(account, number);
    return Jwt.of(payload);
  }
}
