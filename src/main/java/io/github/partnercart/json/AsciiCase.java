package io.github.partnercart.json;

import java.util.Comparator;

/**
 * Names without regard to the case of the letters A to Z, in any locale. Letters that only Unicode
 * takes for the same, such as a dotless i, make another name.
 */
public final class AsciiCase {
  /** Sorts, and finds, names without regard to case. */
  public static final Comparator<String> ORDER = Comparator.comparing(AsciiCase::lower);

  private AsciiCase() {}

  /** Whether both are the same name. */
  public static boolean same(String one, String other) {
    return one.length() == other.length() && lower(one).equals(lower(other));
  }

  private static String lower(String name) {
    StringBuilder lower = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        lower.setCharAt(i, (char) (letter + ('a' - 'A')));
      }
    }
    return lower.toString();
  }
}
