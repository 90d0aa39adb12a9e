package io.github.partnercart.protocol;

/** Something that stands around the parameters can't be used; the message says what is right. */
final class BadMemberException extends Exception {
  private static final long serialVersionUID = 1;

  BadMemberException(String message) {
    super(message);
  }
}
