package io.github.partnercart.signin;

/**
 * A text that must not be shown.
 *
 * @param text the secret itself
 */
public record Secret(String text) {
  @Override
  public String toString() {
    return "***";
  }
}
