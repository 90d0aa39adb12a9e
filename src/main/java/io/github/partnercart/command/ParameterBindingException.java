package io.github.partnercart.command;

import io.github.partnercart.cart.InvalidValueException;

/** A cmdlet's parameters can't be bound; the fault has PowerShell's own id, category and words. */
public final class ParameterBindingException extends Exception {
  private static final long serialVersionUID = 1;

  /** PowerShell's binding faults, by their error id. */
  public enum Fault {
    NamedParameterNotFound("InvalidArgument", "ParameterBindingException"),
    ParameterAlreadyBound("InvalidArgument", "ParameterBindingException"),
    MissingMandatoryParameter("InvalidArgument", "ParameterBindingException"),
    AmbiguousParameterSet("InvalidArgument", "ParameterBindingException"),
    CannotConvertArgument("InvalidArgument", "ParameterBindingException"),
    ParameterArgumentValidationError("InvalidData", "ParameterBindingValidationException"),
    ParameterArgumentValidationErrorEmptyArrayNotAllowed(
        "InvalidData", "ParameterBindingValidationException"),
    ParameterArgumentValidationErrorEmptyStringNotAllowed(
        "InvalidData", "ParameterBindingValidationException");

    private final String category;
    private final String exceptionName;

    Fault(String category, String exceptionName) {
      this.category = category;
      this.exceptionName = exceptionName;
    }

    /** The name of PowerShell's ErrorCategory. */
    public String category() {
      return category;
    }

    /** The full name of PowerShell's exception. */
    public String exceptionType() {
      return "System.Management.Automation." + exceptionName;
    }
  }

  private final Fault fault;

  ParameterBindingException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  static ParameterBindingException of(InvalidValueException invalid) {
    Fault fault =
        switch (invalid.kind()) {
          case TYPE -> Fault.CannotConvertArgument;
          case VALUE -> Fault.ParameterArgumentValidationError;
          case EMPTY_ARRAY -> Fault.ParameterArgumentValidationErrorEmptyArrayNotAllowed;
          case UNKNOWN_MEMBER -> Fault.NamedParameterNotFound;
        };
    return new ParameterBindingException(fault, String.valueOf(invalid.getMessage()));
  }

  public Fault fault() {
    return fault;
  }
}
