package io.github.partnercart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Access tokens that can be read, without a signature. */
public final class Jwt {
  private Jwt() {}

  /**
   * A token.
   *
   * @param claims a JSON object
   */
  public static String of(String claims) {
    return "e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
        + ".";
  }
}
