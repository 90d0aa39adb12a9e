package io.github.partnercart.partnercenter;

import com.google.gson.JsonArray;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.partnercenter.ServiceCode.Cure;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of a request that did not end in a result: its outcome, and what to do next.
 *
 * @param kind how it failed
 * @param outcome whether the purchase or change may have been done
 * @param meaning what the last request means for it, if that has yet to be stored
 * @param isRepeatRejected whether an earlier attempt may have done it and a later one was rejected
 * @param requestId the MS-RequestId that was sent last
 * @param correlationId what the service's support finds the requests by
 * @param attempts how many requests were sent, or tried to be
 * @param answer the last answer, if there was one
 * @param repeat how the command can be repeated if its outcome is unknown
 */
public record Failure(
    Kind kind,
    Outcome outcome,
    Optional<Meaning> meaning,
    boolean isRepeatRejected,
    UUID requestId,
    UUID correlationId,
    int attempts,
    Optional<HttpAnswer> answer,
    Repeat repeat) {

  private Optional<Fault> fault() {
    return answer.filter(a -> !a.isSuccess() || a.isRefusal()).map(a -> Fault.of(a.body()));
  }

  /** The last answer's HTTP status. */
  public Optional<Integer> statusCode() {
    return answer.map(HttpAnswer::status);
  }

  /** The service's own code of the fault, such as 800060. */
  public Optional<String> serviceCode() {
    return fault().map(Fault::code);
  }

  public Optional<String> serviceDescription() {
    return fault().map(Fault::description);
  }

  /** The service's reasons, empty where it gave none. */
  public JsonArray errorData() {
    return fault().map(Fault::data).orElseGet(JsonArray::new);
  }

  /** How long the service asked to wait before the next request. */
  public Optional<Duration> retryAfter() {
    return answer.flatMap(HttpAnswer::retryAfter);
  }

  /** Whether the service rejected the command for good, rather than the caller, or for now. */
  public boolean isFinal() {
    return outcome == Outcome.Rejected
        && answer
            .filter(a -> Meanings.of(a, PartnerRequest.Kind.CHECKOUT) == Meaning.REJECTED)
            .isPresent();
  }

  /** Whether nothing can succeed with this access token. */
  public boolean isOfSignIn() {
    return outcome == Outcome.Rejected && isCuredBy(Cure.SIGN_IN);
  }

  /** Whether the service says that the cart was ordered before. */
  public boolean isAlreadyOrdered() {
    return isCuredBy(Cure.NONE);
  }

  private boolean isCuredBy(Cure cure) {
    return serviceCode().flatMap(ServiceCode::of).filter(c -> c.cure() == cure).isPresent();
  }

  /** What to do next; empty where the message says it. */
  public Optional<String> advice() {
    Optional<ServiceCode> code = serviceCode().flatMap(ServiceCode::of);
    return switch (outcome) {
      case NotSent ->
          Optional.of("Nothing was changed: repeat the command when the cause is gone.");
      case Unknown ->
          sentences(
              Optional.of(Advice.unknown(repeat, requestId, isRepeatRejected)),
              code.filter(c -> c.cure() == Cure.EARLIER_REQUEST && repeat != Repeat.SAME_CART)
                  .map(ServiceCode::advice));
      case Rejected ->
          sentences(
              code.filter(c -> c.cure() != Cure.EARLIER_REQUEST)
                  .map(ServiceCode::advice)
                  .or(() -> statusCode().flatMap(Advice::ofStatus)),
              Advice.rejected(repeat, isFinal())
                  .or(
                      () ->
                          retryAfter()
                              .map(
                                  delay -> "Repeat the command after " + delay.toSeconds() + " s."))
                  .or(this::adviceToRepeat));
      case Partial -> Optional.of(Advice.PARTIAL);
    };
  }

  /** Where the service says no more than that it may be later. */
  private Optional<String> adviceToRepeat() {
    return fault()
        .filter(Fault::isRetryable)
        .map(retryable -> "The service may accept it later: repeat the command then.");
  }

  private static Optional<String> sentences(Optional<String> first, Optional<String> second) {
    return first.map(one -> one + second.map(two -> " " + two).orElse("")).or(() -> second);
  }
}
