package io.github.partnercart.signin.msal;

import com.microsoft.aad.msal4j.AuthenticationErrorCode;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalError;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a failure of MSAL4J means, in the identity service's words and with what to do. */
final class Failures {
  private static final int LONGEST_DESCRIPTION = 400;
  private static final Pattern CODE = Pattern.compile("\\bAADSTS\\d+");

  /** Traces and times that the service appends to its words. */
  private static final Pattern END_OF_WORDS =
      Pattern.compile("[\\r\\n]|\\s*(Trace|Correlation) ID:|\\s*Timestamp: ");

  private static final String GUID = "\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}";
  private static final Pattern CORRELATION_ID = Pattern.compile(GUID);
  private static final Pattern TRACE_ID = Pattern.compile("\\bTrace ID: (" + GUID + ")");
  private static final Pattern TIMESTAMP =
      Pattern.compile("\\bTimestamp: (\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\dZ)");

  private static final String SECOND_FACTOR = "Sign in again with a second factor.";

  /** What to do about the errors of the identity service that a partner meets most. */
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("AADSTS7000215", "Give the secret's value, not its id."),
          Map.entry("AADSTS7000222", "Create a new secret for the application; this one ended."),
          Map.entry("AADSTS700016", "Check the application's id and the tenant's."),
          Map.entry("AADSTS90002", "Check the tenant's id."),
          Map.entry("AADSTS700024", "Check this machine's clock."),
          Map.entry("AADSTS700027", "Upload this certificate to the application."),
          Map.entry("AADSTS1000502", "Renew the certificate and upload it to the application."),
          Map.entry("AADSTS700213", "Check the subject of the application's federated credential."),
          Map.entry("AADSTS65001", "Let an administrator consent to the application."),
          Map.entry("AADSTS50076", SECOND_FACTOR),
          Map.entry("AADSTS50078", SECOND_FACTOR),
          Map.entry(
              "AADSTS50079",
              "Register a second factor at https://aka.ms/mfasetup, and sign in again."),
          Map.entry(
              "AADSTS53003",
              "Conditional Access is in the way: ask your administrator, or sign in as an"
                  + " application."),
          Map.entry("AADSTS700082", "Sign in again for a new refresh token; this one ended."),
          Map.entry("AADSTS50173", "Sign in again for a new refresh token; this one was revoked."));

  /** What MSAL4J says without having asked the service, in words for a person. */
  private static final Map<String, String> WITHOUT_THE_SERVICE =
      Map.of(
          AuthenticationErrorCode.CODE_EXPIRED,
          "Nobody entered the device code in time.",
          AuthenticationErrorCode.INVALID_AUTHORIZATION_RESULT,
          "Nobody signed in with the browser in time, or the sign-in was refused there.",
          AuthenticationErrorCode.DESKTOP_BROWSER_NOT_SUPPORTED,
          "No browser can be opened here.",
          "linux_xdg_open_failed",
          "No browser can be opened here.",
          AuthenticationErrorCode.UNABLE_TO_START_HTTP_LISTENER,
          "No port on loopback can be opened for the browser to come back to.");

  private Failures() {}

  /**
   * Puts a failure into words; what is not known to be harmless is left out.
   *
   * @param host the identity service that was asked
   */
  static SignInException explain(@Nullable Throwable failure, String host) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SignInException known) {
        return known;
      }
      if (cause instanceof MsalThrottlingException throttling) {
        return throttled(throttling, host);
      }
      if (cause instanceof MsalServiceException ofMachine
          && ofMachine.managedIdentitySource() != null) {
        return ofMachine(ofMachine, host);
      }
      if (cause instanceof MsalServiceException refusal) {
        return refused(refusal, host);
      }
      if (cause instanceof MsalClientException misuse
          && WITHOUT_THE_SERVICE.containsKey(errorCode(misuse))) {
        return new SignInException(
            WITHOUT_THE_SERVICE.get(errorCode(misuse)) + " Sign in again, or in another way.");
      }
      if (cause instanceof IOException && !isOfMsal(cause)) {
        return new SignInException(
            "%s gave no answer: %s. Check the network and the proxy, then repeat the command."
                .formatted(host, words(cause)),
            cause);
      }
    }
    String kind = failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")";
    return new SignInException(
        "%s gave an answer that is none of an identity service%s. Check AZURE_AUTHORITY_HOST and the"
                .formatted(host, kind)
            + " proxy.");
  }

  /** Its JSON reader throws IOException, too, with pieces of the answer in its message. */
  private static boolean isOfMsal(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return trace.length == 0 || trace[0].getClassName().startsWith("com.azure.json");
  }

  private static String errorCode(MsalClientException e) {
    return e.errorCode() == null ? "" : e.errorCode();
  }

  private static String words(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        return cause.getMessage();
      }
    }
    return e instanceof ConnectException
        ? "no connection could be made"
        : e.getClass().getSimpleName();
  }

  /** A machine has no codes, and MSAL4J writes its answers into the text of its own. */
  private static SignInException ofMachine(MsalServiceException failure, String host) {
    @Nullable String code = failure.errorCode();
    if (MsalError.MANAGED_IDENTITY_UNREACHABLE_NETWORK.equals(code)) {
      return new SignInException(
          host + " gave no answer. Check that this machine has one, then repeat the command.");
    }
    if (MsalError.MANAGED_IDENTITY_RESPONSE_PARSE_FAILURE.equals(code)) {
      // Pieces of the answer would be in its text.
      return new SignInException(
          host
              + " gave an answer that can't be read: there is none here, or something else answers in"
              + " its place.");
    }
    String advice =
        MsalError.USER_ASSIGNED_MANAGED_IDENTITY_NOT_SUPPORTED.equals(code)
            ? "Unset AZURE_CLIENT_ID: here is no user-assigned identity."
            : "Check which identities this machine has, and AZURE_CLIENT_ID.";
    String words = firstLine(failure.getMessage()).replaceFirst("^\\[Managed Identity] ", "");
    return new SignInException(
        "%s gave no token: %s %s".formatted(host, words, advice),
        advice,
        new Refusal(failure.statusCode(), code, null, words, null, null, null, null));
  }

  /** MSAL4J remembers an earlier no, and asks nobody. */
  private static SignInException throttled(MsalThrottlingException throttling, String host) {
    Duration delay =
        Duration.ofSeconds(TimeUnit.MILLISECONDS.toSeconds(throttling.retryInMs()) + 1);
    return new SignInException(
        "%s is throttling. %s".formatted(host, repeatAfter(delay)),
        null,
        new Refusal(null, throttling.errorCode(), null, null, null, null, null, delay));
  }

  private static String repeatAfter(Duration delay) {
    return "Repeat the command after " + delay.toSeconds() + " s.";
  }

  private static SignInException refused(MsalServiceException no, String host) {
    Refusal refusal = refusal(no);
    String words =
        refusal.description() == null
            ? "%s answered with status %s.".formatted(host, no.statusCode())
            : refusal.description();
    @Nullable String advice = refusal.code() == null ? null : ADVICE.get(refusal.code());
    @Nullable String id = refusal.correlationId();
    return new SignInException(
        words
            + (advice == null ? throttling(refusal) : " " + advice)
            + (id == null ? "" : " (Correlation id " + id + ".)"),
        advice,
        refusal);
  }

  private static Refusal refusal(MsalServiceException no) {
    String message = no.getMessage() == null ? "" : no.getMessage();
    String description = firstLine(message);
    Matcher timestamp = TIMESTAMP.matcher(message);
    return new Refusal(
        no.statusCode(),
        no.errorCode(),
        find(CODE, 0, description),
        description.isEmpty() ? null : description,
        find(CORRELATION_ID, 0, no.correlationId()),
        find(TRACE_ID, 1, message),
        timestamp.find() ? instant(timestamp.group(1) + "T" + timestamp.group(2)) : null,
        retryAfter(no));
  }

  private static @Nullable String find(Pattern pattern, int group, @Nullable String text) {
    Matcher matcher = pattern.matcher(text == null ? "" : text);
    return matcher.find() ? matcher.group(group) : null;
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static String throttling(Refusal refusal) {
    if (!Integer.valueOf(429).equals(refusal.statusCode())) {
      return "";
    }
    return " The identity service is throttling."
        + (refusal.retryAfter() == null ? "" : " " + repeatAfter(refusal.retryAfter()));
  }

  private static @Nullable Duration retryAfter(MsalServiceException no) {
    Map<String, List<String>> headers = no.headers() == null ? Map.of() : no.headers();
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .flatMap(header -> header.getValue().stream())
        .filter(seconds -> seconds.matches("\\d{1,9}"))
        .findFirst()
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }

  private static String firstLine(@Nullable String description) {
    String line = END_OF_WORDS.split(description == null ? "" : description.strip(), 2)[0].strip();
    return line.length() <= LONGEST_DESCRIPTION
        ? line
        : line.substring(0, LONGEST_DESCRIPTION) + "…";
  }
}
