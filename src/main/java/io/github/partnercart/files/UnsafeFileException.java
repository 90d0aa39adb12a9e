package io.github.partnercart.files;

/** A file or folder can't be trusted, as others could read, write or replace it. */
public final class UnsafeFileException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do, as the end of a sentence about the file
   */
  UnsafeFileException(String message) {
    super(message);
  }
}
