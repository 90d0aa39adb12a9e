package io.github.partnercart.command;

/** The kinds of failures that partner-cart itself finds, with the names of PowerShell. */
enum ErrorKind {
  InvalidCommandLine("ParserError", "System.FormatException"),
  CommandNotFoundException(
      "ObjectNotFound", "System.Management.Automation.CommandNotFoundException"),
  AccessTokenExpired(
      "AuthenticationError", "System.Management.Automation.PSInvalidOperationException"),
  NotSignedIn("AuthenticationError", "System.Management.Automation.PSInvalidOperationException"),
  SessionNotFound(
      "AuthenticationError", "System.Management.Automation.PSInvalidOperationException"),
  ServiceError("CloseError", "Microsoft.Store.PartnerCenter.Exceptions.PartnerException"),
  UnreadableAnswer("CloseError", "Microsoft.Store.PartnerCenter.Exceptions.PartnerException"),
  OrdersFailed("CloseError", "Microsoft.Store.PartnerCenter.Exceptions.PartnerException"),
  NoAnswer("CloseError", "System.Net.Http.HttpRequestException"),
  OperationStopped("OperationStopped", "System.Management.Automation.PipelineStoppedException"),
  JournalError("WriteError", "System.IO.IOException"),
  JournalInUse("ResourceBusy", "System.IO.IOException"),
  JournalRequired("InvalidOperation", "System.InvalidOperationException"),
  IdempotencyKeyReused("InvalidArgument", "System.ArgumentException"),
  CommandInFlight("ResourceBusy", "System.InvalidOperationException"),
  EarlierCommandFailed("InvalidOperation", "System.InvalidOperationException"),
  CartChanged("InvalidOperation", "System.InvalidOperationException"),
  OtherAccount("SecurityError", "System.UnauthorizedAccessException"),
  OutcomeUnknown("InvalidResult", "System.InvalidOperationException"),
  InternalError("NotSpecified", "System.Exception");

  private final String category;
  private final String exception;

  ErrorKind(String category, String exception) {
    this.category = category;
    this.exception = exception;
  }

  /** The name of PowerShell's ErrorCategory. */
  String category() {
    return category;
  }

  /** The full name of the exception that the original, or PowerShell, throws for it. */
  String exception() {
    return exception;
  }
}
