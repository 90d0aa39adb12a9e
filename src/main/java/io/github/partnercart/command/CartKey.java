package io.github.partnercart.command;

import java.util.Locale;

/** The id of a cart, the same for all ways to write it: ids are GUIDs. */
final class CartKey {
  private CartKey() {}

  static String of(String cartId) {
    return cartId.toLowerCase(Locale.ROOT);
  }
}
