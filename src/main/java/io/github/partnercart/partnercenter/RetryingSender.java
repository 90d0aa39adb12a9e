package io.github.partnercart.partnercenter;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a request until it is answered, always the same one: what may be repeated, when, and what a
 * failure means for the purchase is decided here and nowhere else.
 */
final class RetryingSender {
  private final Transport transport;
  private final AccessTokenSource tokens;
  private final Throttle throttle;
  private final PartnerCenter.Settings settings;

  RetryingSender(
      Transport transport,
      AccessTokenSource tokens,
      Throttle throttle,
      PartnerCenter.Settings settings) {
    this.transport = transport;
    this.tokens = tokens;
    this.throttle = throttle;
    this.settings = settings;
  }

  /** An answer of success, and what to throw if it turns out not to be what was asked for. */
  record Reply(HttpAnswer answer, Call call, PartnerRequest request, int attempts) {
    PartnerCenterException unreadable(String what) {
      return new PartnerCenterException(
          Kind.UNREADABLE_ANSWER,
          request.changes() ? Outcome.Unknown : Outcome.NotSent,
          "The service's answer (status %d) %s.".formatted(answer.status(), what),
          call,
          request,
          attempts,
          answer,
          null);
    }
  }

  /**
   * Sends the request and returns its answer of success.
   *
   * @throws PartnerCenterException if there is none
   * @throws SignInException if there was no access token, and nothing was sent
   */
  Reply send(PartnerRequest request, Call call) throws PartnerCenterException, SignInException {
    Sending sending = new Sending(request, call);
    Attempt last = sending.untilAnswered();
    if (last instanceof Attempt.Answered answered && answered.answer().isSuccess()) {
      return new Reply(answered.answer(), call, request, sending.attempts);
    }
    throw sending.failure(last);
  }

  private static Logger log() {
    // Not a field: most runs log nothing, and then need not load a logging framework.
    return LoggerFactory.getLogger(RetryingSender.class);
  }

  /** One request on its way, over all its attempts. */
  private final class Sending {
    private final Call call;
    private PartnerRequest request;
    private int attempts;
    private Duration nextDelay = Duration.ZERO;
    private @Nullable HttpAnswer lastAnswer;

    /** Once the service may have done it, a later refusal does not tell that it has not. */
    private boolean maybeDone;

    Sending(PartnerRequest request, Call call) {
      this.request = request;
      this.call = call;
      this.maybeDone = call.mayHaveBeenSent();
    }

    Attempt untilAnswered() throws PartnerCenterException, SignInException {
      RetryPolicy<Attempt> policy =
          RetryPolicy.<Attempt>builder()
              .handleIf(failure -> false)
              .handleResultIf(Attempt::mayBeRepeated)
              .abortIf((attempt, failure) -> isOver())
              .withMaxAttempts(settings.retry().maxAttempts())
              .withDelayFn(context -> nextDelay)
              .onRetryScheduled(event -> call.beginWait())
              .build();
      try {
        return Failsafe.with(policy).get(this::attempt);
      } catch (FailsafeException e) {
        call.endWait();
        if (e.getCause() instanceof IOException why) {
          throw exception(Kind.NOT_LOGGED, "Nothing was sent: " + why.getMessage(), null, why);
        }
        if (e.getCause() instanceof SignInException refused) {
          if (maybeDone) {
            throw exception(Kind.TRANSPORT, String.valueOf(refused.getMessage()), null, refused);
          }
          throw refused;
        }
        if (e.getCause() instanceof InterruptedException) {
          throw exception(Kind.CANCELED, "The command was stopped.", lastAnswer, e);
        }
        throw e;
      }
    }

    private boolean isOver() {
      return call.isCanceled() || nextDelay.compareTo(call.remaining()) >= 0;
    }

    private Attempt attempt() throws IOException, SignInException, InterruptedException {
      // The wait that began when this attempt was scheduled, if it is not the first, goes on.
      call.beginWait();
      Optional<Throttle.Ticket> ticket;
      try {
        ticket = throttle.enter(call);
      } finally {
        call.endWait();
      }
      if (ticket.isEmpty()) {
        return new Attempt.NotMade(throttle.pause());
      }
      try {
        if (call.isCanceled()) {
          throw new InterruptedException("canceled");
        }
        Attempt attempt = exchange(ticket.get());
        maybeDone |= request.changes() && attempt.leavesOutcomeOpen();
        nextDelay = delayAfter(attempt);
        return attempt;
      } finally {
        throttle.leave();
      }
    }

    private Attempt exchange(Throttle.Ticket ticket)
        throws IOException, SignInException, InterruptedException {
      String token = call.await(tokens::accessToken);
      try {
        HttpAnswer answer = send(token);
        lastAnswer = answer;
        if (answer.status() == 401 && isRenewed(token, answer)) {
          answer = send(call.await(tokens::accessToken));
          lastAnswer = answer;
        }
        if (answer.status() == 429) {
          throttle.throttled(ticket, answer.retryAfter().orElse(Duration.ZERO));
        } else {
          throttle.answered();
        }
        if (answer.isTransient()) {
          logFailed("status " + answer.status());
        }
        return new Attempt.Answered(answer);
      } catch (LostAnswerException e) {
        logFailed(String.valueOf(e.getMessage()));
        return new Attempt.Lost(e);
      }
    }

    /**
     * Sends the request once.
     *
     * @throws IOException if it can't be kept in the log, and so was not sent
     */
    private HttpAnswer send(String token) throws IOException, LostAnswerException {
      if (attempts == 0 && request.changes()) {
        request = call.logged(request);
      }
      attempts++;
      long start = call.nanoTime();
      try {
        HttpAnswer answer = transport.send(request, call, token);
        note("was answered " + answer.status(), start, "");
        return answer;
      } catch (LostAnswerException e) {
        note("was not answered", start, ": " + e.getMessage());
        throw e;
      }
    }

    private void note(String what, long start, String why) {
      if (!settings.logsExchanges() && !call.isVerbose()) {
        return;
      }
      String exchange =
          "%s %s (MS-RequestId %s, MS-CorrelationId %s) %s after %d ms%s"
              .formatted(
                  request.method(),
                  request.address().getRawPath(),
                  request.requestId(),
                  call.correlationId(),
                  what,
                  Duration.ofNanos(call.nanoTime() - start).toMillis(),
                  why);
      call.note(exchange);
      if (settings.logsExchanges()) {
        log().debug(exchange);
      }
    }

    private boolean isRenewed(String token, HttpAnswer refusal) throws InterruptedException {
      try {
        return call.await(atMost -> tokens.renew(token, challenge(refusal), atMost));
      } catch (SignInException e) {
        // The service's refusal says more than that there is no other token.
        return false;
      }
    }

    private static @Nullable String challenge(HttpAnswer answer) {
      return answer.headers().firstValue("WWW-Authenticate").orElse(null);
    }

    private void logFailed(String reason) {
      log()
          .info(
              "{} {} (MS-RequestId {}), attempt {} of {}: {}",
              request.method(),
              request.address().getRawPath(),
              request.requestId(),
              attempts,
              settings.retry().maxAttempts(),
              reason);
    }

    /** What the service asks for, else an exponential back-off with jitter. */
    private Duration delayAfter(Attempt attempt) {
      if (attempt instanceof Attempt.Answered answered
          && answered.answer().retryAfter().isPresent()) {
        return answered.answer().retryAfter().get();
      }
      return settings.retry().delayAfter(attempts, ThreadLocalRandom.current().nextDouble());
    }

    PartnerCenterException failure(Attempt last) {
      if (last instanceof Attempt.Answered answered) {
        return exception(Kind.SERVICE, words(answered.answer()), answered.answer(), null);
      }
      if (last instanceof Attempt.Lost lost) {
        return exception(
            Kind.TRANSPORT,
            "No answer from %s: %s."
                .formatted(request.address().getAuthority(), lost.failure().getMessage()),
            null,
            lost.failure());
      }
      Duration retryAfter =
          last instanceof Attempt.NotMade held ? held.retryAfter() : Duration.ZERO;
      String reason = retryAfter.isZero() ? "" : ", as the service is throttling";
      return exception(
          Kind.TRANSPORT,
          "The command's time of %d s was over before it could be sent%s."
              .formatted(call.timeout().toSeconds(), reason),
          lastAnswer,
          null);
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

    private PartnerCenterException exception(
        Kind kind, String message, @Nullable HttpAnswer answer, @Nullable Throwable cause) {
      return new PartnerCenterException(
          kind, outcome(answer), message, call, request, attempts, answer, cause);
    }

    private Outcome outcome(@Nullable HttpAnswer answer) {
      if (maybeDone) {
        return Outcome.Unknown;
      }
      boolean refused = answer != null && !answer.leavesOutcomeOpen();
      return refused ? Outcome.Rejected : Outcome.NotSent;
    }
  }
}
