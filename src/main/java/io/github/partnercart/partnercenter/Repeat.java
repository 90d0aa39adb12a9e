package io.github.partnercart.partnercenter;

/** How a command whose outcome is unknown can be repeated without doing it twice. */
public enum Repeat {
  /** The same input with the same journal. */
  WITH_JOURNAL,
  /** The same command with its IdempotencyKey and the same journal. */
  WITH_KEY_AND_JOURNAL,
  /** The same command with its IdempotencyKey. */
  WITH_KEY,
  /** The same command with its MS-RequestId. */
  WITH_REQUEST_ID,
  /** The service knows a checkout by its cart. */
  SAME_CART,
  /** An update is made from the cart as it is then, so a repeat is another request. */
  LOOK_FIRST
}
