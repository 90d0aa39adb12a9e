package io.github.partnercart.sandbox;

/** A request body cannot be taken. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String description;

  RefusedException(String description) {
    super(description);
    this.description = description;
  }

  /** The description that the 400 carries. */
  String description() {
    return description;
  }
}
