package io.github.partnercart.signin;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** There is no access token to send; the message says why and what to do. Holds no secret. */
public class SignInException extends Exception {
  private static final long serialVersionUID = 2;

  private final @Nullable String advice;
  private final @Nullable Refusal refusal;

  public SignInException(String message) {
    this(message, null, null, null);
  }

  public SignInException(String message, @Nullable Throwable cause) {
    this(message, null, null, cause);
  }

  /**
   * The identity service said no.
   *
   * @param advice what to do about it, as a sentence; null where nothing more is known
   */
  public SignInException(String message, @Nullable String advice, Refusal refusal) {
    this(message, advice, refusal, null);
  }

  private SignInException(
      String message,
      @Nullable String advice,
      @Nullable Refusal refusal,
      @Nullable Throwable cause) {
    super(message, cause);
    this.advice = advice;
    this.refusal = refusal;
  }

  /** With what to do about it, as a sentence. */
  static SignInException advised(String message, String advice) {
    return new SignInException(message, advice, null, null);
  }

  /** Nobody waits for the token any longer. */
  public static SignInException timedOut() {
    return new SignInException(
        "The command's time was over before the sign-in ended. TimeoutSeconds, or --timeout, gives"
            + " it more.",
        new TimeoutException());
  }

  /**
   * Whether the same sign-in may succeed in a while: the identity service was not there, or busy.
   */
  public boolean mayPass() {
    if (refusal == null) {
      return getCause() instanceof IOException || getCause() instanceof TimeoutException;
    }
    @Nullable Integer status = refusal.statusCode();
    return status != null && (status == 429 || status >= 500);
  }

  /** What to do before the next sign-in, as a sentence. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }

  /** What the identity service said; empty where it was not reached, or did not say no. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }
}
