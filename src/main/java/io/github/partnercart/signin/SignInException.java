package io.github.partnercart.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** There is no access token to send; the message says why and what to do. Holds no secret. */
public class SignInException extends Exception {
  private static final long serialVersionUID = 1;

  private final @Nullable String errorCode;
  private final @Nullable String correlationId;

  public SignInException(String message) {
    this(message, null, null);
  }

  public SignInException(String message, Throwable cause) {
    super(message, cause);
    this.errorCode = null;
    this.correlationId = null;
  }

  /**
   * The identity service said no.
   *
   * @param errorCode its name for the error, such as {@code invalid_client}
   * @param correlationId what its support finds the request by
   */
  public SignInException(
      String message, @Nullable String errorCode, @Nullable String correlationId) {
    super(message);
    this.errorCode = errorCode;
    this.correlationId = correlationId;
  }

  /** The identity service's name for the error; empty where it was not reached. */
  public Optional<String> errorCode() {
    return Optional.ofNullable(errorCode);
  }

  /** What the identity service's support finds the request by. */
  public Optional<String> correlationId() {
    return Optional.ofNullable(correlationId);
  }
}
