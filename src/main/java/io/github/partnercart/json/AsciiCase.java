package io.github.partnercart.json;

import java.util.Comparator;

/**
 * Names without regard to the case of the letters A to Z, in any locale. Letters that only Unicode
 * takes for the same, such as a dotless i, make another name.
 */
public final class AsciiCase {
  /** Sorts, and finds, names without regard to case. */
  public static final Comparator<String> ORDER = AsciiCase::compare;

  private AsciiCase() {}

  /** Whether both are the same name. */
  public static boolean same(String one, String other) {
    return one.length() == other.length() && compare(one, other) == 0;
  }

  /** Letter by letter, as each member that is looked up is compared with all. */
  private static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      int difference = lower(one.charAt(i)) - lower(other.charAt(i));
      if (difference != 0) {
        return difference;
      }
    }
    return one.length() - other.length();
  }

  private static int lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
  }
}
