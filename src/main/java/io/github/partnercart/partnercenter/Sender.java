package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.AnswerReading.UnreadableAnswerException;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request until it is answered: what may be retried, when, and what a failure means for the
 * purchase is decided here and nowhere else.
 */
final class Sender {
  private final Transport transport;
  private final AccessTokenSource tokens;
  private final Throttle throttle;
  private final PartnerCenter.Settings settings;

  Sender(
      Transport transport,
      AccessTokenSource tokens,
      Throttle throttle,
      PartnerCenter.Settings settings) {
    this.transport = transport;
    this.tokens = tokens;
    this.throttle = throttle;
    this.settings = settings;
  }

  /**
   * Sends a request that only reads.
   *
   * @throws PartnerCenterException if there is no result
   * @throws SignInException if there was no access token, and nothing was sent
   */
  <T> T read(PartnerRequest request, AnswerReading<T> reading, Call call)
      throws PartnerCenterException, SignInException {
    Change none =
        new Change(request.requestId(), false, true, Repeat.WITH_REQUEST_ID, ChangeLog.NONE);
    return new Sending<>(request, reading, call, none).send();
  }

  /**
   * Sends a purchase or change.
   *
   * @throws PartnerCenterException if there is no result
   * @throws SignInException if there was no access token, and nothing was sent
   */
  <T> T change(PartnerRequest request, AnswerReading<T> reading, Call call, Change change)
      throws PartnerCenterException, SignInException {
    return new Sending<>(request, reading, call, change).send();
  }

  private static Logger log() {
    // Not a field: most runs log nothing, and then need not load a logging framework.
    return LoggerFactory.getLogger(Sender.class);
  }

  /** A retry can't be sent, as what came before it can't be stored. */
  private static final class NotStoredException extends IOException {
    private static final long serialVersionUID = 1;

    private NotStoredException() {
      super("the answer before it could not be stored");
    }
  }

  /** One request on its way, over all its attempts. */
  private final class Sending<T> {
    private final AnswerReading<T> reading;
    private final Call call;
    private final Change change;
    private PartnerRequest request;
    private int attempts;

    /** Attempts that were answered 429: they only put the request off. */
    private int throttled;

    /** Whether the last answer was 429. */
    private boolean isThrottled;

    private @Nullable HttpAnswer lastAnswer;

    /** What the last request came to; null before there is one. */
    private @Nullable Meaning last;

    private boolean isLastStored = true;

    /**
     * Sticky: after one attempt whose outcome is open, a later rejection no longer proves that
     * nothing happened.
     */
    private boolean isOpen;

    private boolean isRepeatRejected;

    /** Whether the last answer was that the cart is being ordered. */
    private boolean isInProgress;

    Sending(PartnerRequest request, AnswerReading<T> reading, Call call, Change change) {
      this.request = request;
      this.reading = reading;
      this.call = call;
      this.change = change;
      this.isOpen = change.isOpen();
    }

    T send() throws PartnerCenterException, SignInException {
      try {
        Attempt attempt = attempt();
        Duration delay = delayAfter(attempt);
        while (mayBeRetried(attempt) && mayRetryAfter(delay)) {
          pause(delay);
          attempt = attempt();
          delay = delayAfter(attempt);
        }
        return resultOf(attempt);
      } catch (IOException e) {
        throw failed(Kind.NOT_STORED, "Not sent: " + e.getMessage() + ".", e);
      } catch (SignInException e) {
        if (isOpen) {
          throw failed(Kind.TRANSPORT, String.valueOf(e.getMessage()), e);
        }
        storeLast();
        throw e;
      } catch (InterruptedException e) {
        throw failed(Kind.STOPPED, "The command was stopped.", e);
      } catch (RuntimeException | Error e) {
        // What it stopped in the middle of is not known.
        isOpen |= attempts > 0 && request.changes();
        throw failed(Kind.INTERNAL, "partner-cart failed: " + e, e);
      }
    }

    private boolean mayBeRetried(Attempt attempt) {
      // Its status may be that of an outage, its code says no.
      boolean isRejected = attempt instanceof Attempt.Answered && last == Meaning.REJECTED;
      return isInProgress || (attempt.mayBeRetried() && !isRejected);
    }

    private boolean mayRetryAfter(Duration delay) {
      // To ask after another request's work is no attempt of ours, and to be told to wait is none.
      return (isInProgress || isThrottled || attempts - throttled < settings.retry().maxAttempts())
          && !call.stop().isStopped()
          && delay.compareTo(call.remaining()) < 0;
    }

    private void pause(Duration delay) throws SignInException, InterruptedException {
      call.stop()
          .await(
              () -> {
                Thread.sleep(delay.toMillis(), delay.toNanosPart() % 1_000_000);
                return delay;
              });
    }

    private Attempt attempt() throws IOException, SignInException, InterruptedException {
      Optional<Throttle.Ticket> ticket =
          call.stop()
              .await(
                  () -> throttle.enter(request.customer(), call.deadline()),
                  given -> given.ifPresent(throttle::leave));
      if (ticket.isEmpty()) {
        return new Attempt.NotMade(throttle.reason(request.customer()));
      }
      try {
        return exchange(ticket.get());
      } finally {
        throttle.leave(ticket.get());
      }
    }

    private Attempt exchange(Throttle.Ticket ticket)
        throws IOException, SignInException, InterruptedException {
      String token = call.await(tokens::accessToken);
      try {
        HttpAnswer answer = send(token);
        if (answer.status() == 401 && isRenewed(token, answer)) {
          answer = send(call.await(tokens::accessToken));
        }
        Duration retryAfter = answer.retryAfter().orElse(Duration.ZERO);
        if (answer.isThrottled()) {
          throttle.throttled(ticket, retryAfter);
        } else if (answer.isTransient() && last != Meaning.REJECTED) {
          throttle.failed(ticket, retryAfter);
        } else {
          throttle.answered(ticket);
        }
        if (answer.isTransient()) {
          logFailed("status " + answer.status());
        }
        return new Attempt.Answered(answer);
      } catch (LostAnswerException e) {
        throttle.failed(ticket, Duration.ZERO);
        logFailed(String.valueOf(e.getMessage()));
        return new Attempt.Lost(e);
      }
    }

    /**
     * Sends the request once.
     *
     * @throws IOException if it can't be stored, and so was not sent
     */
    private HttpAnswer send(String token) throws IOException, LostAnswerException {
      if (request.changes()) {
        store();
      }
      attempts++;
      isInProgress = false;
      isThrottled = false;
      long start = call.deadline().nanoTime();
      try {
        HttpAnswer answer = transport.send(request, call, token);
        lastAnswer = answer;
        isInProgress = Meanings.isInProgress(answer, request.kind());
        isThrottled = answer.isThrottled();
        throttled += isThrottled ? 1 : 0;
        if (!answer.isSuccess()) {
          ended(Meanings.of(answer, request.kind()));
        }
        note("was answered " + answer.status(), start, "");
        return answer;
      } catch (LostAnswerException e) {
        ended(e.sent() ? Meaning.OPEN : Meaning.NOT_SENT);
        note("was not answered", start, ": " + e.getMessage());
        throw e;
      }
    }

    /** Stores what the request before came to, and that this one is about to be sent. */
    private void store() throws IOException {
      if (last != null && !isLastStored) {
        if (!storeLast()) {
          throw new NotStoredException();
        }
        boolean isPutOff = last == Meaning.LATER && !isOpen && !change.keepsRequestId();
        if (isPutOff || isInProgress) {
          // The service may answer a RequestId that it knows with what it said then.
          request = request.withRequestId(UUID.randomUUID());
        }
      }
      change.log().sending(request.requestId());
    }

    private boolean storeLast() {
      if (last != null && !isLastStored && request.changes()) {
        isLastStored = change.log().answered(last);
      }
      return isLastStored;
    }

    private void ended(Meaning meaning) {
      last = meaning;
      isLastStored = false;
      isRepeatRejected |= isOpen && meaning == Meaning.REJECTED;
      isOpen |= request.changes() && meaning == Meaning.OPEN;
    }

    private void note(String what, long start, String why) {
      Duration took = Duration.ofNanos(call.deadline().nanoTime() - start);
      PartnerRequest sent = request;
      Supplier<String> exchange =
          () ->
              "%s %s (MS-RequestId %s, MS-CorrelationId %s) %s after %d ms%s"
                  .formatted(
                      sent.method(),
                      sent.address().getRawPath(),
                      sent.requestId(),
                      call.correlationId(),
                      what,
                      took.toMillis(),
                      why);
      call.exchanges().accept(exchange);
      if (settings.logsExchanges()) {
        log().debug(exchange.get());
      }
    }

    private boolean isRenewed(String token, HttpAnswer rejection) throws InterruptedException {
      try {
        return call.await(atMost -> tokens.renew(token, challenge(rejection), atMost));
      } catch (SignInException e) {
        // The service's answer says more than that there is no other token.
        return false;
      }
    }

    private static @Nullable String challenge(HttpAnswer answer) {
      return answer.headers().firstValue("WWW-Authenticate").orElse(null);
    }

    private void logFailed(String reason) {
      log()
          .info(
              "{} {} (MS-RequestId {}), attempt {}: {}",
              request.method(),
              request.address().getRawPath(),
              request.requestId(),
              attempts,
              reason);
    }

    /** An exponential back-off with jitter, or longer, if the service says so. */
    private Duration delayAfter(Attempt attempt) {
      double jitter = ThreadLocalRandom.current().nextDouble();
      RetrySettings retry = settings.retry();
      // The pace of all holds a request back that is throttled again and again.
      Duration backOff =
          isInProgress
              ? retry.delayOfOrder(jitter)
              : retry.delayAfter(isThrottled ? 1 : attempts - throttled, jitter);
      Duration asked =
          attempt instanceof Attempt.Answered answered
              ? answered.answer().retryAfter().orElse(Duration.ZERO)
              : Duration.ZERO;
      return asked.compareTo(backOff) > 0 ? asked : backOff;
    }

    private T resultOf(Attempt attempt) throws PartnerCenterException {
      if (attempt instanceof Attempt.Answered answered) {
        if (answered.answer().isSuccess()) {
          return read(answered.answer());
        }
        throw failed(Kind.SERVICE, words(answered.answer()), null);
      }
      if (attempt instanceof Attempt.Lost lost) {
        lastAnswer = null;
        throw failed(
            Kind.TRANSPORT,
            "No answer from %s: %s."
                .formatted(request.address().getAuthority(), lost.failure().getMessage()),
            lost.failure());
      }
      if (isThrottled && lastAnswer != null) {
        throw failed(Kind.SERVICE, words(lastAnswer), null);
      }
      throw failed(
          Kind.TRANSPORT,
          "The command's time of %d s was over before it could be sent%s%s."
              .formatted(
                  call.deadline().whole().toSeconds(),
                  attempts == 0 ? "" : " again",
                  attempt instanceof Attempt.NotMade held ? held.reason() : ""),
          null);
    }

    private T read(HttpAnswer answer) throws PartnerCenterException {
      try {
        return reading.read(answer);
      } catch (UnreadableAnswerException e) {
        if (answer.isRefusal()) {
          ended(Meaning.REJECTED);
          throw failed(Kind.SERVICE, words(answer), null);
        }
        ended(Meaning.OPEN);
        throw failed(
            Kind.UNREADABLE_ANSWER,
            "The service's answer (status %d) %s.".formatted(answer.status(), e.getMessage()),
            null);
      }
    }

    private String words(HttpAnswer answer) {
      if (answer.status() >= 300 && answer.status() < 400) {
        return "The service answered with a redirect (%d), which is not followed."
            .formatted(answer.status());
      }
      String description = Fault.of(answer.body()).description();
      return description == null
          ? "The service answered with status %d.".formatted(answer.status())
          : description;
    }

    private PartnerCenterException failed(Kind kind, String message, @Nullable Throwable cause) {
      return new PartnerCenterException(
          new Failure(
              kind,
              outcome(),
              request.changes() && !isLastStored ? Optional.ofNullable(last) : Optional.empty(),
              isRepeatRejected,
              request.requestId(),
              call.correlationId(),
              attempts,
              Optional.ofNullable(lastAnswer),
              change.repeat()),
          message,
          cause);
    }

    private Outcome outcome() {
      if (isOpen) {
        return Outcome.Unknown;
      }
      boolean isRejected = last == Meaning.REJECTED || last == Meaning.LATER || isReadRejected();
      return isRejected ? Outcome.Rejected : Outcome.NotSent;
    }

    private boolean isReadRejected() {
      return !request.changes() && lastAnswer != null && lastAnswer.isRejection();
    }
  }
}
