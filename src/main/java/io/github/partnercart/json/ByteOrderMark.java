package io.github.partnercart.json;

import java.util.Arrays;

/** The three bytes that some programs write before UTF-8 text. */
public final class ByteOrderMark {
  public static final int LENGTH = 3;

  private ByteOrderMark() {}

  /** Whether the text starts with one. */
  public static boolean startsWith(byte[] utf8) {
    return utf8.length >= LENGTH
        && utf8[0] == (byte) 0xEF
        && utf8[1] == (byte) 0xBB
        && utf8[2] == (byte) 0xBF;
  }

  /** The text without one. */
  public static byte[] strip(byte[] utf8) {
    return startsWith(utf8) ? Arrays.copyOfRange(utf8, LENGTH, utf8.length) : utf8;
  }
}
