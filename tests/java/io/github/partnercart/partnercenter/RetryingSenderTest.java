package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.PartnerCenterException.Kind;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, when and how often, and what a failure is told as; without a network or a wait. */
@Timeout(60)
class RetryingSenderTest {
  private static final int MOST_ATTEMPTS = 4;
  private static final URI CARTS = URI.create("https://partner.example/v1/customers/c%20d/carts");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final UUID requestId = UUID.randomUUID();
  private final UUID correlationId = UUID.randomUUID();
  private final JsonObject body = new JsonObject();
  private final PartnerRequest purchase = PartnerRequest.post(CARTS, requestId, body);
  private final PartnerRequest read = PartnerRequest.get(CARTS, requestId);
  private final FakeTime time = new FakeTime();
  private final FakeService service = new FakeService();
  private final FakeTokens tokens = new FakeTokens(1);
  private final Throttle throttle = new Throttle(1, time);
  private Call call = call(TIMEOUT, true);

  // What is answered.

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 207, 299})
  void anAnswerOfSuccessEndsIt(int status) throws Exception {
    service.answers(status);

    RetryingSender.Reply reply = send(purchase);

    assertEquals(status, reply.answer().status());
    assertEquals(1, reply.attempts());
    assertSame(purchase, reply.request());
    assertSame(call, reply.call());
    assertEquals(List.of(new FakeService.Sent(purchase, "token 1")), service.sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void aPassingFailureIsRepeatedAsItWasUntilTheAttemptsAreUsedUp(int status) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.answers(status);
    }

    PartnerCenterException e = failure(purchase);

    assertEquals(
        Collections.nCopies(MOST_ATTEMPTS, new FakeService.Sent(purchase, "token 1")),
        service.sent());
    assertEquals(Kind.SERVICE, e.kind());
    assertEquals(status == 429 ? Outcome.Rejected : Outcome.Unknown, e.outcome());
    assertEquals(MOST_ATTEMPTS, e.attempts());
    assertEquals(status, e.statusCode().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 399, 400, 401, 403, 404, 405, 409, 412, 422, 425, 499, 501, 505})
  void anyOtherAnswerIsTheLast(int status) {
    service.answers(status);

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(status >= 500 ? Outcome.Unknown : Outcome.Rejected, e.outcome());
    assertEquals(Kind.SERVICE, e.kind());
  }

  @ParameterizedTest
  @CsvSource({"true, Unknown", "false, NotSent"})
  void aLostRequestIsRepeatedAndToldByWhetherItMayHaveArrived(boolean isSent, Outcome outcome) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.loses(isSent);
    }

    PartnerCenterException e = failure(purchase);

    assertEquals(MOST_ATTEMPTS, service.sent().size());
    assertEquals(outcome, e.outcome());
    assertEquals(Kind.TRANSPORT, e.kind());
    assertEquals("No answer from partner.example: the connection was lost.", e.getMessage());
    assertTrue(e.getCause() instanceof LostAnswerException);
    assertTrue(e.statusCode().isEmpty());
  }

  @Test
  void aReadThatIsLostHasDoneNothing() {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.loses(true);
    }

    assertEquals(Outcome.NotSent, failure(read).outcome());
  }

  @ParameterizedTest
  @CsvSource({"500, NotSent", "408, NotSent", "404, Rejected"})
  void aReadIsRefusedOrUnansweredButNeverUnknown(int status, Outcome outcome) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.answers(status);
    }

    assertEquals(outcome, failure(read).outcome());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 409, 302})
  void aRefusalDoesNotTellThatAnEarlierAttemptDidNothing(int status) {
    service.answers(503).answers(status);

    assertEquals(Outcome.Unknown, failure(purchase).outcome());
  }

  @Test
  void aRequestThatNeverLeftDoesNotMakeALaterRefusalUncertain() {
    service.loses(false).answers(400);

    assertEquals(Outcome.Rejected, failure(purchase).outcome());
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 308, 399})
  void aRedirectIsToldAsOne(int status) {
    service.answers(status);

    assertEquals(
        "The service answered with a redirect (" + status + "), which is not followed.",
        failure(purchase).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 400})
  void aFailureWithoutWordsIsToldByItsStatus(int status) {
    service.answers(status);

    PartnerCenterException e = failure(purchase);

    assertEquals("The service answered with status " + status + ".", e.getMessage());
    assertEquals("800060", e.serviceCode().orElseThrow());
  }

  @Test
  void aFailureIsToldInTheServicesWords() {
    service.reacts(sent -> FakeService.answer(400, "{\"description\":\"No such item.\"}"));

    assertEquals("No such item.", failure(purchase).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"POST, Unknown", "GET, NotSent"})
  void aSuccessThatCantBeReadMayHaveDoneWhatAPurchaseAskedFor(String method, Outcome outcome)
      throws Exception {
    service.answers(503).answers(201);

    PartnerCenterException e =
        send(new PartnerRequest(method, CARTS, requestId, null)).unreadable("is not a cart");

    assertEquals(outcome, e.outcome());
    assertEquals(Kind.UNREADABLE_ANSWER, e.kind());
    assertEquals("The service's answer (status 201) is not a cart.", e.getMessage());
    assertEquals(2, e.attempts());
    assertEquals(201, e.statusCode().orElseThrow());
  }

  // The write-ahead log.

  @Test
  void aPurchaseIsKeptOnceAndBeforeItIsSent() throws Exception {
    Log log = new Log();
    call = call.with(log);
    service
        .reacts(
            sent -> {
              assertEquals(List.of(new WriteAheadLog.Entry(requestId, body)), log.kept);
              throw FakeService.lost(true);
            })
        .answers(503)
        .answers(201);

    send(purchase);

    assertEquals(1, log.kept.size());
    assertSame(body, log.kept.get(0).body());
    assertSame(body, service.sent().get(2).request().body());
  }

  @Test
  void aPurchaseIsKeptOnceThoughItsTokenIsRenewed() throws Exception {
    Log log = new Log();
    call = call.with(log);
    service.answers(401).answers(201);

    new RetryingSender(service, new FakeTokens(2), throttle, settings(MOST_ATTEMPTS))
        .send(purchase, call);

    assertEquals(1, log.kept.size());
  }

  @Test
  void aReadIsNotKept() throws Exception {
    Log log = new Log();
    call = call.with(log);
    service.answers(200);

    send(read);

    assertEquals(List.of(), log.kept);
  }

  @Test
  void whatCantBeKeptIsNotSent() {
    Log log = new Log();
    log.failure = new IOException("the disk is full");
    call = call.with(log);

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Kind.NOT_LOGGED, e.kind());
    assertEquals(Outcome.NotSent, e.outcome());
    assertEquals("Nothing was sent: the disk is full", e.getMessage());
    assertEquals(0, e.attempts());
    assertEquals(List.of(), call.exchanges());
    assertIsFree();
  }

  @Test
  void aFailureOfTheTransportIsNotToldAsOneOfTheLog() {
    service.reacts(
        sent -> {
          throw new UncheckedIOException(new IOException("too many open files"));
        });

    assertThrows(UncheckedIOException.class, () -> send(purchase));

    assertIsFree();
  }

  @Test
  void whatAnEarlierProcessMayHaveSentIsSentAsItWasThen() throws Exception {
    JsonObject earlierBody = new JsonObject();
    earlierBody.addProperty("earlier", true);
    Log log = new Log();
    log.earlier = new WriteAheadLog.Entry(UUID.randomUUID(), earlierBody);
    call = call.with(log);
    service.answers(503).answers(201);

    send(PartnerRequest.post(CARTS, call.requestId(), body));

    PartnerRequest expected = PartnerRequest.post(CARTS, log.earlier.requestId(), earlierBody);
    assertEquals(Collections.nCopies(2, new FakeService.Sent(expected, "token 1")), service.sent());
    assertEquals(List.of(), log.kept);
  }

  @Test
  void whatAnEarlierProcessMayHaveSentStaysUnknownWhateverIsAnsweredNow() {
    callOfEarlierProcess();
    service.answers(400);

    assertEquals(Outcome.Unknown, failure(purchase).outcome());
  }

  // The access token.

  @Test
  void aRefusedTokenIsRenewedOnceByTheServicesChallengeAndTheSameRequestIsSentAgain()
      throws Exception {
    FakeTokens renewed = new FakeTokens(9);
    String challenge = "Bearer error=\"insufficient_claims\", claims=\"e30=\"";
    service.answers(401, "WWW-Authenticate", challenge).answers(201);

    RetryingSender.Reply reply = sender(renewed, MOST_ATTEMPTS).send(purchase, call);

    assertEquals(
        List.of(
            new FakeService.Sent(purchase, "token 1"), new FakeService.Sent(purchase, "token 2")),
        service.sent());
    assertEquals(List.of("token 1: " + challenge), renewed.renewals());
    assertEquals(Collections.nCopies(3, TIMEOUT), renewed.patience());
    assertEquals(2, reply.attempts());
    assertEquals(201, reply.answer().status());
  }

  @Test
  void aSecondRefusalOfTheTokenIsTold() {
    FakeTokens renewed = new FakeTokens(9);
    service.answers(401).answers(401);

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> sender(renewed, MOST_ATTEMPTS).send(purchase, call));

    assertEquals(2, service.sent().size());
    assertEquals(List.of("token 1: null"), renewed.renewals());
    assertEquals(401, e.statusCode().orElseThrow());
    assertEquals(Outcome.Rejected, e.outcome());
    assertEquals(2, e.attempts());
  }

  @Test
  void aTokenThatCantBeRenewedLeavesTheServicesRefusal() {
    service.answers(401);

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of("token 1: null"), tokens.renewals());
    assertEquals(401, e.statusCode().orElseThrow());
    assertEquals(Outcome.Rejected, e.outcome());
  }

  @Test
  void aRenewalThatIsRefusedLeavesTheServicesRefusal() {
    tokens.atRenewal(
        () -> {
          throw new SignInException("no");
        });
    service.answers(401);

    PartnerCenterException e = failure(purchase);

    assertEquals(401, e.statusCode().orElseThrow());
    assertEquals(1, service.sent().size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 407})
  void onlyA401AsksForAnotherToken(int status) {
    service.answers(status);

    failure(purchase);

    assertEquals(List.of(), tokens.renewals());
  }

  @Test
  void withoutATokenNothingIsSent() {
    tokens.atToken(
        () -> {
          throw new SignInException("no");
        });

    SignInException e = assertThrows(SignInException.class, () -> send(purchase));

    assertEquals("no", e.getMessage());
    assertEquals(List.of(), service.sent());
    assertIsFree();
  }

  @Test
  void withoutAnotherTokenWhatMayHaveArrivedIsUnknown() {
    service.reacts(
        sent -> {
          tokens.atToken(
              () -> {
                throw new SignInException("no");
              });
          throw FakeService.lost(true);
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals(Kind.TRANSPORT, e.kind());
    assertEquals("no", e.getMessage());
    assertTrue(e.getCause() instanceof SignInException);
    assertEquals(1, e.attempts());
  }

  @Test
  void withoutAnotherTokenWhatNeverLeftIsNotSent() {
    service.reacts(
        sent -> {
          tokens.atToken(
              () -> {
                throw new SignInException("no");
              });
          throw FakeService.lost(false);
        });

    assertThrows(SignInException.class, () -> send(purchase));
  }

  @Test
  void aRefusalOfTheTokenDoesNotHideThatTheSecondRequestWasLost() {
    service.answers(401).loses(true).answers(409);

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> sender(new FakeTokens(2), MOST_ATTEMPTS).send(purchase, call));

    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals(3, e.attempts());
  }

  // The throttle.

  @Test
  void eachAttemptIsUnderWayInTheThrottle() throws Exception {
    service
        .reacts(
            sent -> {
              assertFalse(isFree());
              return FakeService.answer(503, "");
            })
        .reacts(
            sent -> {
              assertFalse(isFree());
              return FakeService.answer(201, "");
            });

    send(purchase);

    assertIsFree();
  }

  /** The ways in which an attempt ends. */
  private enum End {
    ANSWERED,
    REFUSED,
    LOST,
    FAILED
  }

  @ParameterizedTest
  @EnumSource
  void anAttemptLeavesTheThrottleHoweverItEnds(End end) {
    service.reacts(
        sent ->
            switch (end) {
              case ANSWERED -> FakeService.answer(201, "");
              case REFUSED -> FakeService.answer(400, "");
              case LOST -> throw FakeService.lost(true);
              case FAILED -> throw new IllegalStateException();
            });

    try {
      sender(tokens, 1).send(purchase, call);
    } catch (Exception e) {
      assertFalse(end == End.ANSWERED);
    }

    assertIsFree();
  }

  @Test
  void a429HoldsEveryoneBack() {
    service.answers(429, "Retry-After", "7");

    assertThrows(PartnerCenterException.class, () -> sender(tokens, 1).send(purchase, call));

    assertEquals(Duration.ofSeconds(7), throttle.pause());
  }

  @Test
  void a429WithoutRetryAfterHoldsNobodyBack() {
    service.answers(429);

    assertThrows(PartnerCenterException.class, () -> sender(tokens, 1).send(purchase, call));

    assertEquals(Duration.ZERO, throttle.pause());
  }

  @Test
  void theRetryAfterOfAnotherAnswerHoldsNobodyElseBack() {
    service.answers(503, "Retry-After", "7");

    assertThrows(PartnerCenterException.class, () -> sender(tokens, 1).send(purchase, call));

    assertEquals(Duration.ZERO, throttle.pause());
  }

  @Test
  void throttlingHalvesWhatMayBeInFlightAndAnAnswerRaisesItAgain() throws Exception {
    Throttle two = new Throttle(2, time);
    RetryingSender sender = new RetryingSender(service, tokens, two, settings(1));
    service.answers(429).answers(201);

    assertThrows(PartnerCenterException.class, () -> sender.send(purchase, call));
    assertTrue(two.enter(call).isPresent());
    assertTrue(two.enter(briefCall()).isEmpty());
    two.leave();

    sender.send(purchase, call);
    assertTrue(two.enter(call).isPresent());
    assertTrue(two.enter(briefCall()).isPresent());
  }

  @Test
  void aCallThatThrottlingHoldsBackPastItsTimeIsNotSent() throws Exception {
    throttle.throttled(enter(), Duration.ofSeconds(11));
    throttle.leave();

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Outcome.NotSent, e.outcome());
    assertEquals(Kind.TRANSPORT, e.kind());
    assertEquals(0, e.attempts());
    assertEquals(
        "The command's time of 10 s was over before it could be sent, as the service is"
            + " throttling.",
        e.getMessage());
  }

  @Test
  void aStopAfterACallThatWasHeldBackDoesNotHitTheNext() throws Exception {
    throttle.throttled(enter(), Duration.ofSeconds(11));
    throttle.leave();
    failure(purchase);

    call.cancel();

    assertFalse(Thread.interrupted());
  }

  @Test
  void aCallThatThrottlingHoldsBackStaysUnknownIfItMayHaveArrived() throws Exception {
    Throttle.Ticket ofAnotherCall = new Throttle(1, time).enter(call).orElseThrow();
    service.reacts(
        sent -> {
          throttle.throttled(ofAnotherCall, Duration.ofHours(1));
          throw FakeService.lost(true);
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals(1, e.attempts());
  }

  // The command's time.

  @Test
  void aCallWhoseTimeIsOverIsNotSent() {
    call = call(Duration.ofSeconds(2), true);
    time.pass(Duration.ofSeconds(2));

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Outcome.NotSent, e.outcome());
    assertEquals("The command's time of 2 s was over before it could be sent.", e.getMessage());
  }

  @Test
  void noAttemptIsMadeOnceTheTimeIsOver() {
    service.reacts(
        sent -> {
          time.pass(TIMEOUT);
          throw FakeService.lost(true);
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals("No answer from partner.example: the connection was lost.", e.getMessage());
  }

  @Test
  void whatIsLeftOfTheTimeIsWhatATokenIsWaitedFor() throws Exception {
    service
        .reacts(
            sent -> {
              time.pass(Duration.ofSeconds(3));
              throw FakeService.lost(true);
            })
        .answers(201);

    send(purchase);

    assertEquals(List.of(TIMEOUT, Duration.ofSeconds(7)), tokens.patience());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "9.001", "99999999999999999999"})
  void aRetryAfterThatOutlastsTheTimeEndsItAtOnce(String retryAfter) {
    service.answers(503, "Retry-After", retryAfter);

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals(503, e.statusCode().orElseThrow());
    assertTrue(e.retryAfter().orElseThrow().compareTo(TIMEOUT) >= 0);
  }

  @Test
  void theBackOffGrowsWithEachAttemptUntilItOutlastsTheTime() {
    // 1, 4, 16 and 64 microseconds at most, the clock standing still; then 128 at least.
    call = call(Duration.ofNanos(100_000), true);
    PartnerCenter.Settings patient = settings(new RetrySettings(20, Duration.ofNanos(1000)));
    for (int i = 0; i < 5; i++) {
      service.loses(false);
    }

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> new RetryingSender(service, tokens, throttle, patient).send(purchase, call));

    assertEquals(5, e.attempts());
  }

  // A call that is stopped.

  @Test
  void aCallThatWasStoppedIsNotSent() {
    call.cancel();

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aCallThatIsStoppedWhileTheThrottleHoldsItBackIsNotSent() throws Exception {
    throttle.throttled(enter(), Duration.ofSeconds(5));
    throttle.leave();
    cancelOnceItWaits();

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aCallThatIsStoppedWhileItWaitsForItsTokenIsNotSent() {
    tokens.atToken(call::cancel);

    assertStopped(Outcome.NotSent, 0);
    assertIsFree();
  }

  @Test
  void aStopThatLooksLikeARefusedSignInIsAStop() {
    tokens.atToken(
        () -> {
          call.cancel();
          throw new SignInException("interrupted");
        });

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aStopThatInterruptsTheWaitForATokenIsAStop() {
    tokens.atToken(
        () -> {
          cancelOnceItWaits();
          Thread.sleep(Duration.ofMinutes(10).toMillis());
        });

    assertStopped(Outcome.NotSent, 0);
  }

  @ParameterizedTest
  @CsvSource({"true, Unknown", "false, NotSent"})
  void aCallThatIsStoppedBetweenAttemptsIsToldByWhetherItMayHaveArrived(
      boolean isSent, Outcome outcome) {
    call = call(Duration.ofDays(1), true);
    service.reacts(
        sent -> {
          cancelOnceItWaits();
          throw FakeService.lost(isSent);
        });

    assertStopped(outcome, 1, settings(new RetrySettings(MOST_ATTEMPTS, Duration.ofHours(1))));
  }

  @ParameterizedTest
  @CsvSource({"503, Unknown", "429, Rejected"})
  void aCallThatIsStoppedDuringARetryAfterIsToldByTheLastAnswer(int status, Outcome outcome) {
    call = call(Duration.ofDays(1), true);
    service.reacts(
        sent -> {
          cancelOnceItWaits();
          return FakeService.answer(status, "", "Retry-After", "600");
        });

    PartnerCenterException e = assertStopped(outcome, 1);

    assertEquals(status, e.statusCode().orElseThrow());
  }

  @Test
  void aCallThatIsStoppedAtARenewalIsToldByTheRefusal() {
    tokens.atRenewal(call::cancel);
    service.answers(401);

    PartnerCenterException e = assertStopped(Outcome.Rejected, 1);

    assertEquals(401, e.statusCode().orElseThrow());
  }

  @Test
  void aStopLetsTheExchangeEndAndItsSuccessCounts() throws Exception {
    service.reacts(
        sent -> {
          sent.cancel();
          assertFalse(Thread.currentThread().isInterrupted());
          return FakeService.answer(201, "");
        });

    assertEquals(201, send(purchase).answer().status());
  }

  @Test
  void aStopLetsTheExchangeEndAndIsFollowedByNoAttempt() {
    service.reacts(
        sent -> {
          sent.cancel();
          return FakeService.answer(503, "");
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(Outcome.Unknown, e.outcome());
    assertEquals(Kind.SERVICE, e.kind());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aStopOfWhatAnEarlierProcessMayHaveSentLeavesItUnknown() {
    callOfEarlierProcess();
    call.cancel();

    assertStopped(Outcome.Unknown, 0);
  }

  // What is noted.

  @Test
  void aVerboseCallNotesEachExchange() throws Exception {
    service
        .reacts(
            sent -> {
              time.pass(Duration.ofMillis(1234));
              throw FakeService.lost(true);
            })
        .reacts(
            sent -> {
              time.pass(Duration.ofMillis(56));
              return FakeService.answer(201, "");
            });

    send(purchase);

    String exchange =
        "POST /v1/customers/c%%20d/carts (MS-RequestId %s, MS-CorrelationId %s) "
            .formatted(requestId, correlationId);
    assertEquals(
        List.of(
            exchange + "was not answered after 1234 ms: the connection was lost",
            exchange + "was answered 201 after 56 ms"),
        call.exchanges());
  }

  @Test
  void aCallThatIsNotVerboseNotesNothing() throws Exception {
    call = call(TIMEOUT, false);
    service.answers(201);

    send(purchase);

    assertEquals(List.of(), call.exchanges());
  }

  private RetryingSender.Reply send(PartnerRequest request) throws Exception {
    return sender(tokens, MOST_ATTEMPTS).send(request, call);
  }

  private PartnerCenterException failure(PartnerRequest request) {
    PartnerCenterException e = assertThrows(PartnerCenterException.class, () -> send(request));
    assertEquals(call.requestId(), e.requestId());
    assertEquals(correlationId, e.correlationId());
    assertEquals(service.sent().size(), e.attempts());
    return e;
  }

  private PartnerCenterException assertStopped(Outcome outcome, int attempts) {
    return assertStopped(outcome, attempts, settings(MOST_ATTEMPTS));
  }

  private PartnerCenterException assertStopped(
      Outcome outcome, int attempts, PartnerCenter.Settings settings) {
    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> new RetryingSender(service, tokens, throttle, settings).send(purchase, call));
    assertEquals(Kind.CANCELED, e.kind());
    assertEquals("The command was stopped.", e.getMessage());
    assertEquals(outcome, e.outcome());
    assertEquals(attempts, e.attempts());
    assertEquals(attempts, service.sent().size());
    assertNotNull(e.getCause());
    assertFalse(Thread.currentThread().isInterrupted(), "the next command could be hit by it");
    return e;
  }

  /** Cancels the call from another thread as soon as this one waits. */
  private void cancelOnceItWaits() {
    Thread waiter = Thread.currentThread();
    Thread canceler =
        new Thread(
            () -> {
              while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              call.cancel();
            });
    canceler.setDaemon(true);
    canceler.start();
  }

  private void callOfEarlierProcess() {
    Log log = new Log();
    log.earlier = new WriteAheadLog.Entry(requestId, body);
    call = call.with(log);
  }

  private Throttle.Ticket enter() throws InterruptedException {
    return throttle.enter(call).orElseThrow();
  }

  private void assertIsFree() {
    assertTrue(isFree(), "the throttle has one in flight");
  }

  private boolean isFree() {
    try {
      boolean isFree = throttle.enter(briefCall()).isPresent();
      if (isFree) {
        throttle.leave();
      }
      return isFree;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A call whose time is over as soon as it had to wait. */
  private static Call briefCall() {
    return new Call(
        UUID.randomUUID(),
        UUID.randomUUID(),
        Duration.ofNanos(2),
        false,
        new AtomicLong()::getAndIncrement);
  }

  private Call call(Duration timeout, boolean isVerbose) {
    return new Call(requestId, correlationId, timeout, isVerbose, time);
  }

  private RetryingSender sender(FakeTokens source, int mostAttempts) {
    return new RetryingSender(service, source, throttle, settings(mostAttempts));
  }

  private static PartnerCenter.Settings settings(int mostAttempts) {
    // Less than a millisecond, so that nothing is waited for.
    return settings(new RetrySettings(mostAttempts, Duration.ofNanos(1)));
  }

  private static PartnerCenter.Settings settings(RetrySettings retry) {
    return new PartnerCenter.Settings(
        Endpoint.of("https://partner.example"),
        "en-US",
        ProxySelector.getDefault(),
        1,
        retry,
        false);
  }

  /** A log that remembers what it was to keep. */
  private static final class Log implements WriteAheadLog {
    private final List<Entry> kept = new ArrayList<>();
    private Entry earlier;
    private IOException failure;

    @Override
    public Optional<Entry> earlier() {
      return Optional.ofNullable(earlier);
    }

    @Override
    public void keep(Entry entry) throws IOException {
      if (failure != null) {
        throw failure;
      }
      kept.add(entry);
    }
  }
}
