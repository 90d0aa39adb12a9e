package io.github.partnercart.json;

/** Escapes such as {@code \}{@code ud83d} in JSON, of which two make one character. */
final class Surrogates {
  private static final int ESCAPE = 6;
  private static final String REPLACEMENT = "fffd";

  private Surrogates() {}

  /** Puts the replacement character where one of a pair stands alone, which no text can hold. */
  static void replaceUnpaired(char[] json, int length) {
    int at = 0;
    while (at < length) {
      if (json[at] != '\\') {
        at++;
      } else if (!isEscape(json, at, length)) {
        at += 2;
      } else if (Character.isHighSurrogate(value(json, at))
          && isEscape(json, at + ESCAPE, length)
          && Character.isLowSurrogate(value(json, at + ESCAPE))) {
        at += 2 * ESCAPE;
      } else {
        if (Character.isSurrogate(value(json, at))) {
          REPLACEMENT.getChars(0, REPLACEMENT.length(), json, at + 2);
        }
        at += ESCAPE;
      }
    }
  }

  private static boolean isEscape(char[] json, int at, int length) {
    if (at + ESCAPE > length || json[at] != '\\' || json[at + 1] != 'u') {
      return false;
    }
    for (int i = at + 2; i < at + ESCAPE; i++) {
      if (Character.digit(json[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static char value(char[] json, int at) {
    return (char) Integer.parseInt(new String(json, at + 2, ESCAPE - 2), 16);
  }
}
