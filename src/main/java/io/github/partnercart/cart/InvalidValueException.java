package io.github.partnercart.cart;

/**
 * A value that a user wrote can't be used; the message says which, why, and what would be right.
 */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong, as PowerShell tells such faults apart. */
  public enum Kind {
    /** The value is of another type than the member: {@code "ten"} for a number. */
    TYPE,
    /** The value is of the right type and out of bounds, null or malformed. */
    VALUE,
    /** An array that must have elements has none. */
    EMPTY_ARRAY,
    /** There is no member of that name. */
    UNKNOWN_MEMBER
  }

  private final Kind kind;

  private InvalidValueException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public static InvalidValueException type(String message) {
    return new InvalidValueException(Kind.TYPE, message);
  }

  public static InvalidValueException value(String message) {
    return new InvalidValueException(Kind.VALUE, message);
  }

  public static InvalidValueException emptyArray(String message) {
    return new InvalidValueException(Kind.EMPTY_ARRAY, message);
  }

  public static InvalidValueException unknownMember(String message) {
    return new InvalidValueException(Kind.UNKNOWN_MEMBER, message);
  }

  public Kind kind() {
    return kind;
  }
}
