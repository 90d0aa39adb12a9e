package io.github.partnercart.signin;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to sign in, by the names that a user chooses them with. */
public enum SignInWay {
  REFRESH_TOKEN,
  CLIENT_SECRET,
  CLIENT_CERTIFICATE,
  FEDERATED_TOKEN,
  GITHUB_ACTIONS,
  MANAGED_IDENTITY,
  DEVICE_CODE,
  INTERACTIVE;

  /** Its name, such as {@code client-secret}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Finds a way by its name, in any case.
   *
   * @throws IllegalArgumentException if there is none, naming those that exist
   */
  public static SignInWay named(String name) {
    return Arrays.stream(values())
        .filter(way -> way.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no way to sign in called \"%s\"; there are %s"
                        .formatted(name, names())));
  }

  /** The names of all ways, for a message. */
  public static String names() {
    return Arrays.stream(values()).map(SignInWay::toString).collect(Collectors.joining(", "));
  }
}
