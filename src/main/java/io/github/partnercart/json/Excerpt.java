package io.github.partnercart.json;

/** The beginning of a text that may be long, for messages. */
public final class Excerpt {
  private static final int MOST = 80;

  private Excerpt() {}

  /** The text, cut between two characters where it is long. */
  public static String of(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
    return text.substring(0, end) + "…";
  }
}
