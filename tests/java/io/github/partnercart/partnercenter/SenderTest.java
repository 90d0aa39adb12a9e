package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.AnswerReading.UnreadableAnswerException;
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
class SenderTest {
  private static final int MOST_ATTEMPTS = 4;
  private static final URI CARTS = URI.create("https://partner.example/v1/customers/c%20d/carts");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final UUID requestId = UUID.randomUUID();
  private final UUID correlationId = UUID.randomUUID();
  private final JsonObject body = new JsonObject();
  private final PartnerRequest purchase =
      new PartnerRequest(PartnerRequest.Kind.CREATION, CARTS, requestId, body);
  private final PartnerRequest read =
      new PartnerRequest(PartnerRequest.Kind.READ, CARTS, requestId, null);
  private final FakeTime time = new FakeTime();
  private final FakeService service = new FakeService();
  private final FakeTokens tokens = new FakeTokens(1);
  private final Throttle throttle =
      new Throttle(Limits.inFlight(1), RetrySettings.DEFAULT, System::nanoTime);
  private final List<String> exchanges = new ArrayList<>();
  private Call call = call(TIMEOUT);
  private Change change = with(ChangeLog.NONE, false, true);

  // What is answered.

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 207, 299})
  void anAnswerOfSuccessEndsIt(int status) throws Exception {
    service.answers(status);

    HttpAnswer answer = send(purchase);

    assertEquals(status, answer.status());
    assertEquals(List.of(new FakeService.Sent(purchase, "token 1")), service.sent());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void aPassingFailureIsRepeatedAsItWasUntilTheAttemptsAreUsedUp(int status) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.answers(status);
    }

    PartnerCenterException e = failure(purchase);

    assertEquals(
        Collections.nCopies(MOST_ATTEMPTS, new FakeService.Sent(purchase, "token 1")),
        service.sent());
    assertEquals(Kind.SERVICE, e.failure().kind());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(MOST_ATTEMPTS, e.failure().attempts());
    assertEquals(status, e.failure().statusCode().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 399, 400, 401, 403, 404, 405, 409, 412, 422, 425, 499, 501, 505})
  void anyOtherAnswerIsTheLast(int status) {
    service.answers(status);

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    boolean isOpen = status < 400 || status == 409 || status >= 500;
    assertEquals(isOpen ? Outcome.Unknown : Outcome.Rejected, e.failure().outcome());
    assertEquals(Kind.SERVICE, e.failure().kind());
  }

  @Test
  void aFaultOfTheItemIsNotRepeatedAlthoughItsStatusIsAnOutages() {
    service.reacts(call -> FakeService.answer(500, "{\"code\":\"800031\",\"description\":\"x\"}"));

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(Outcome.Rejected, e.failure().outcome());
  }

  @Test
  void anOrderInProgressIsAskedAfterPastTheAttemptsEachTimeByAnotherRequestId() throws Exception {
    for (int i = 0; i < MOST_ATTEMPTS + 2; i++) {
      service.reacts(
          call -> FakeService.answer(409, "{\"code\":\"800060\",\"description\":\"x\"}"));
    }
    service.answers(201);

    HttpAnswer answer =
        send(new PartnerRequest(PartnerRequest.Kind.CHECKOUT, CARTS, requestId, null));

    assertEquals(201, answer.status());
    assertEquals(
        MOST_ATTEMPTS + 3,
        service.sent().stream().map(sent -> sent.request().requestId()).distinct().count());
  }

  @Test
  void anOrderInProgressIsUnknownOnceTheTimeIsOver() {
    call = call(Duration.ofMillis(1));
    service.reacts(
        call ->
            FakeService.answer(
                409, "{\"code\":\"800064\",\"description\":\"x\"}", "Retry-After", "1"));

    PartnerCenterException e =
        failure(new PartnerRequest(PartnerRequest.Kind.CHECKOUT, CARTS, requestId, null));

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertTrue(
        e.failure().advice().orElseThrow().endsWith("Do not make another cart."),
        e.failure().advice()::toString);
  }

  @ParameterizedTest
  @CsvSource({"true, Unknown", "false, NotSent"})
  void aLostRequestIsRepeatedAndToldByWhetherItMayHaveArrived(boolean isSent, Outcome outcome) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.loses(isSent);
    }

    PartnerCenterException e = failure(purchase);

    assertEquals(MOST_ATTEMPTS, service.sent().size());
    assertEquals(outcome, e.failure().outcome());
    assertEquals(Kind.TRANSPORT, e.failure().kind());
    assertEquals("No answer from partner.example: the connection was lost.", e.getMessage());
    assertTrue(e.getCause() instanceof LostAnswerException);
    assertTrue(e.failure().statusCode().isEmpty());
  }

  @Test
  void aReadThatIsLostHasDoneNothing() {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.loses(true);
    }

    assertEquals(Outcome.NotSent, failure(read).failure().outcome());
  }

  @ParameterizedTest
  @CsvSource({"500, NotSent", "408, NotSent", "404, Rejected"})
  void aReadIsRefusedOrUnansweredButNeverUnknown(int status, Outcome outcome) {
    for (int i = 0; i < MOST_ATTEMPTS; i++) {
      service.answers(status);
    }

    assertEquals(outcome, failure(read).failure().outcome());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 409, 302})
  void rejectionAfterAnOpenAttemptStaysUnknown(int status) {
    service.answers(503).answers(status);

    assertEquals(Outcome.Unknown, failure(purchase).failure().outcome());
  }

  @Test
  void aRequestThatNeverLeftDoesNotMakeALaterRefusalUncertain() {
    service.loses(false).answers(400);

    assertEquals(Outcome.Rejected, failure(purchase).failure().outcome());
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
    assertEquals("800060", e.failure().serviceCode().orElseThrow());
  }

  @Test
  void aFailureIsToldInTheServicesWords() {
    service.reacts(sent -> FakeService.answer(400, "{\"description\":\"No such item.\"}"));

    assertEquals("No such item.", failure(purchase).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"CREATION, Unknown", "READ, NotSent"})
  void aSuccessThatCantBeReadMayHaveDoneWhatAPurchaseAskedFor(
      PartnerRequest.Kind kind, Outcome outcome) {
    service.answers(503).answers(201);
    PartnerRequest request = new PartnerRequest(kind, CARTS, requestId, null);

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () ->
                send(
                    sender(tokens, MOST_ATTEMPTS),
                    request,
                    answer -> {
                      throw new UnreadableAnswerException("is not a cart");
                    }));

    assertEquals(outcome, e.failure().outcome());
    assertEquals(Kind.UNREADABLE_ANSWER, e.failure().kind());
    assertEquals("The service's answer (status 201) is not a cart.", e.getMessage());
    assertEquals(2, e.failure().attempts());
    assertEquals(201, e.failure().statusCode().orElseThrow());
  }

  // The log.

  @Test
  void eachRequestIsStoredBeforeItIsSent() throws Exception {
    Log log = new Log();
    change = with(log, false, true);
    service
        .reacts(
            sent -> {
              assertEquals(List.of("sending " + requestId), log.entries);
              throw FakeService.lost(true);
            })
        .answers(503)
        .answers(201);

    send(purchase);

    assertEquals(
        List.of(
            "sending " + requestId, "OPEN", "sending " + requestId, "OPEN", "sending " + requestId),
        log.entries);
  }

  @Test
  void aRenewedTokenIsARequestOfItsOwn() throws Exception {
    Log log = new Log();
    change = with(log, false, true);
    service.answers(401).answers(201);

    send(sender(new FakeTokens(2), MOST_ATTEMPTS), purchase);

    assertEquals(List.of("sending " + requestId, "LATER", "sending " + requestId), log.entries);
  }

  @Test
  void aRefusalWithTheStatusOfASuccessIsStoredAsOne() {
    Log log = new Log();
    change = with(log, false, true);
    service.reacts(
        sent -> FakeService.answer(200, "{\"code\":\"400072\",\"description\":\"Not there.\"}"));

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () ->
                send(
                    sender(tokens, 1),
                    purchase,
                    answer -> {
                      throw new UnreadableAnswerException("is not a cart");
                    }));

    assertEquals(Outcome.Rejected, e.failure().outcome());
    assertEquals("Not there.", e.getMessage());
    assertEquals(Optional.of(Meaning.REJECTED), e.failure().meaning());
  }

  @Test
  void aReadIsNotStored() throws Exception {
    Log log = new Log();
    change = with(log, false, true);
    service.answers(200);

    send(read);

    assertEquals(List.of(), log.entries);
  }

  @Test
  void whatCantBeStoredIsNotSent() {
    Log log = new Log();
    log.failure = new IOException("the disk is full");
    change = with(log, false, true);

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Kind.NOT_STORED, e.failure().kind());
    assertEquals(Outcome.NotSent, e.failure().outcome());
    assertEquals("Not sent: the disk is full.", e.getMessage());
    assertEquals(0, e.failure().attempts());
    assertEquals(List.of(), exchanges);
    assertIsFree();
  }

  @ParameterizedTest
  @CsvSource({"503, Unknown", "429, Rejected"})
  void withoutItsAnswerStoredThereIsNoRetry(int status, Outcome outcome) {
    Log log = new Log();
    log.isFull = true;
    change = with(log, false, true);
    service.answers(status);

    PartnerCenterException e = failure(purchase);

    assertEquals(outcome, e.failure().outcome());
    assertEquals(1, service.sent().size());
  }

  @Test
  void theLastMeaningIsHandedBackToBeStored() {
    service.answers(503).answers(400);

    assertEquals(Optional.of(Meaning.REJECTED), failure(purchase).failure().meaning());
  }

  @Test
  void aStopAfterAStoredAnswerLeavesNothingToStore() {
    call = call(Duration.ofDays(1));
    service.reacts(
        sent -> {
          stopOnceItWaits();
          return FakeService.answer(429, "", "Retry-After", "600");
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(Optional.of(Meaning.LATER), e.failure().meaning());
    assertEquals(Kind.STOPPED, e.failure().kind());
  }

  // The RequestId.

  @Test
  void anAnswerThatProvesThatNothingWasDoneIsFollowedByAFreshRequestId() throws Exception {
    change = with(ChangeLog.NONE, false, false);
    service.answers(429).loses(true).answers(429).answers(201);

    send(purchase);

    List<UUID> ids = service.sent().stream().map(sent -> sent.request().requestId()).toList();
    assertEquals(requestId, ids.get(0));
    assertFalse(ids.get(1).equals(requestId));
    // Open from then on: the RequestId stays.
    assertEquals(Collections.nCopies(3, ids.get(1)), ids.subList(1, 4));
  }

  @Test
  void aRequestThatNeverLeftIsSentUnderItsRequestId() throws Exception {
    change = with(ChangeLog.NONE, false, false);
    service.loses(false).answers(201);

    send(purchase);

    assertEquals(Collections.nCopies(2, new FakeService.Sent(purchase, "token 1")), service.sent());
  }

  @Test
  void partnerCartsOwnFailureIsToldByWhetherARequestIsOnItsWay() {
    service.reacts(
        sent -> {
          throw new UncheckedIOException(new IOException("too many open files"));
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(Kind.INTERNAL, e.failure().kind());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertIsFree();
  }

  @Test
  void rejectionOfWhatAnEarlierRunMayHaveSentStaysUnknown() {
    change = with(ChangeLog.NONE, true, true);
    service.answers(400);

    PartnerCenterException e = failure(purchase);

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertTrue(e.failure().isRepeatRejected());
  }

  // The access token.

  @Test
  void aRefusedTokenIsRenewedOnceByTheServicesChallengeAndTheSameRequestIsSentAgain()
      throws Exception {
    FakeTokens renewed = new FakeTokens(9);
    String challenge = "Bearer error=\"insufficient_claims\", claims=\"e30=\"";
    service.answers(401, "WWW-Authenticate", challenge).answers(201);

    HttpAnswer answer = send(sender(renewed, MOST_ATTEMPTS), purchase);

    assertEquals(
        List.of(
            new FakeService.Sent(purchase, "token 1"), new FakeService.Sent(purchase, "token 2")),
        service.sent());
    assertEquals(List.of("token 1: " + challenge), renewed.renewals());
    assertEquals(Collections.nCopies(3, TIMEOUT), renewed.patience());
    assertEquals(201, answer.status());
  }

  @Test
  void aSecondRefusalOfTheTokenIsTold() {
    FakeTokens renewed = new FakeTokens(9);
    service.answers(401).answers(401);

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class, () -> send(sender(renewed, MOST_ATTEMPTS), purchase));

    assertEquals(2, service.sent().size());
    assertEquals(List.of("token 1: null"), renewed.renewals());
    assertEquals(401, e.failure().statusCode().orElseThrow());
    assertEquals(Outcome.Rejected, e.failure().outcome());
    assertEquals(2, e.failure().attempts());
  }

  @Test
  void aTokenThatCantBeRenewedLeavesTheServicesRefusal() {
    service.answers(401);

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of("token 1: null"), tokens.renewals());
    assertEquals(401, e.failure().statusCode().orElseThrow());
    assertEquals(Outcome.Rejected, e.failure().outcome());
  }

  @Test
  void aRenewalThatIsRefusedLeavesTheServicesRefusal() {
    tokens.atRenewal(
        () -> {
          throw new SignInException("no");
        });
    service.answers(401);

    PartnerCenterException e = failure(purchase);

    assertEquals(401, e.failure().statusCode().orElseThrow());
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

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(Kind.TRANSPORT, e.failure().kind());
    assertEquals("no", e.getMessage());
    assertTrue(e.getCause() instanceof SignInException);
    assertEquals(1, e.failure().attempts());
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
            () -> send(sender(new FakeTokens(2), MOST_ATTEMPTS), purchase));

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(3, e.failure().attempts());
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
      send(sender(tokens, 1), purchase);
    } catch (Exception e) {
      assertFalse(end == End.ANSWERED);
    }

    assertIsFree();
  }

  @Test
  void two429InARowHoldEveryoneBack() {
    service.answers(429, "Retry-After", "1").answers(429, "Retry-After", "20");

    assertThrows(PartnerCenterException.class, () -> send(sender(tokens, 1), purchase));

    assertEquals(", as the service is throttling", throttle.reason("any"));
  }

  @Test
  void a429UsesUpNoAttempt() throws Exception {
    service.answers(429).answers(429).answers(503).answers(429).answers(201);

    send(sender(tokens, 2), purchase);

    assertEquals(5, service.sent().size());
  }

  @Test
  void theRetryAfterOfAnotherAnswerHoldsNobodyElseBack() {
    service.answers(503, "Retry-After", "7");

    assertThrows(PartnerCenterException.class, () -> send(sender(tokens, 1), purchase));

    assertEquals("", throttle.reason("any"));
  }

  private void failTimes(int times, FakeService.Reaction reaction) {
    for (int i = 0; i < times; i++) {
      service.reacts(reaction);
      assertThrows(PartnerCenterException.class, () -> send(sender(tokens, 1), purchase));
    }
  }

  @Test
  void failuresOfTheServiceUseUpTheRetryBudget() {
    failTimes(19, sent -> FakeService.answer(503, ""));
    assertEquals("", throttle.reason("any"));

    failTimes(1, sent -> FakeService.answer(503, ""));

    assertEquals(", as the service is failing", throttle.reason("any"));
  }

  @Test
  void lostAnswersUseUpTheRetryBudget() {
    failTimes(
        20,
        sent -> {
          throw FakeService.lost(true);
        });

    assertEquals(", as the service is failing", throttle.reason("any"));
  }

  @Test
  void whatTheServiceRefusesForGoodIsNoFailureOfIt() {
    failTimes(20, sent -> FakeService.answer(500, "{\"code\":\"800031\",\"description\":\"x\"}"));

    assertEquals("", throttle.reason("any"));
  }

  @Test
  void anAnswerGivesAPartOfTheRetryBudgetBack() throws Exception {
    failTimes(19, sent -> FakeService.answer(503, ""));
    for (int i = 0; i < 6; i++) {
      service.answers(201);
      send(sender(tokens, 1), purchase);
    }
    failTimes(1, sent -> FakeService.answer(503, ""));

    assertEquals("", throttle.reason("any"));
  }

  @Test
  void aCallThatThrottlingHoldsBackPastItsTimeIsNotSent() throws Exception {
    holdBack(throttle, Duration.ofSeconds(11));

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Outcome.NotSent, e.failure().outcome());
    assertEquals(Kind.TRANSPORT, e.failure().kind());
    assertEquals(0, e.failure().attempts());
    assertEquals(
        "The command's time of 10 s was over before it could be sent, as the service is"
            + " throttling.",
        e.getMessage());
  }

  @Test
  void aStopAfterACallThatWasHeldBackDoesNotHitTheNext() throws Exception {
    holdBack(throttle, Duration.ofSeconds(11));
    failure(purchase);

    call.stop().stop();

    assertFalse(Thread.interrupted());
  }

  @Test
  void aCallThatThrottlingHoldsBackStaysUnknownIfItMayHaveArrived() throws Exception {
    Throttle two = new Throttle(Limits.inFlight(2), RetrySettings.DEFAULT, System::nanoTime);
    service.reacts(
        sent -> {
          holdBack(two, Duration.ofHours(1));
          throw FakeService.lost(true);
        });

    Sender sender = new Sender(service, tokens, two, settings(2));
    PartnerCenterException e =
        assertThrows(PartnerCenterException.class, () -> send(sender, purchase));

    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(1, e.failure().attempts());
  }

  // The command's time.

  @Test
  void aCallWhoseTimeIsOverIsNotSent() {
    call = call(Duration.ofSeconds(2));
    time.pass(Duration.ofSeconds(2));

    PartnerCenterException e = failure(purchase);

    assertEquals(List.of(), service.sent());
    assertEquals(Outcome.NotSent, e.failure().outcome());
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
    assertEquals(Outcome.Unknown, e.failure().outcome());
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
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(503, e.failure().statusCode().orElseThrow());
    assertTrue(e.failure().retryAfter().orElseThrow().compareTo(TIMEOUT) >= 0);
  }

  @Test
  void theLongerOfTheServicesWordAndTheBackOffCounts() {
    call = call(Duration.ofNanos(100_000));
    service.answers(503, "Retry-After", "0");

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () ->
                send(
                    new Sender(
                        service,
                        tokens,
                        throttle,
                        settings(new RetrySettings(20, Duration.ofSeconds(1)))),
                    purchase));

    assertEquals(1, e.failure().attempts());
  }

  @Test
  void theBackOffGrowsWithEachAttemptUntilItOutlastsTheTime() {
    // 1, 4, 16 and 64 microseconds at most, the clock standing still; then 128 at least.
    call = call(Duration.ofNanos(100_000));
    PartnerCenter.Settings patient = settings(new RetrySettings(20, Duration.ofNanos(1000)));
    for (int i = 0; i < 5; i++) {
      service.loses(false);
    }

    PartnerCenterException e =
        assertThrows(
            PartnerCenterException.class,
            () -> send(new Sender(service, tokens, throttle, patient), purchase));

    assertEquals(5, e.failure().attempts());
  }

  // A call that is stopped.

  @Test
  void aCallThatWasStoppedIsNotSent() {
    call.stop().stop();

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aCallThatIsStoppedWhileTheThrottleHoldsItBackIsNotSent() throws Exception {
    holdBack(throttle, Duration.ofSeconds(5));
    stopOnceItWaits();

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aCallThatIsStoppedWhileItWaitsForItsTokenIsNotSent() {
    tokens.atToken(call.stop()::stop);

    assertStopped(Outcome.NotSent, 0);
    assertIsFree();
  }

  @Test
  void aStopThatLooksLikeARefusedSignInIsAStop() {
    tokens.atToken(
        () -> {
          call.stop().stop();
          throw new SignInException("interrupted");
        });

    assertStopped(Outcome.NotSent, 0);
  }

  @Test
  void aStopThatInterruptsTheWaitForATokenIsAStop() {
    tokens.atToken(
        () -> {
          stopOnceItWaits();
          Thread.sleep(Duration.ofMinutes(10).toMillis());
        });

    assertStopped(Outcome.NotSent, 0);
  }

  @ParameterizedTest
  @CsvSource({"true, Unknown", "false, NotSent"})
  void aCallThatIsStoppedBetweenAttemptsIsToldByWhetherItMayHaveArrived(
      boolean isSent, Outcome outcome) {
    call = call(Duration.ofDays(1));
    service.reacts(
        sent -> {
          stopOnceItWaits();
          throw FakeService.lost(isSent);
        });

    assertStopped(outcome, 1, settings(new RetrySettings(MOST_ATTEMPTS, Duration.ofHours(1))));
  }

  @ParameterizedTest
  @CsvSource({"503, Unknown", "429, Rejected"})
  void aCallThatIsStoppedDuringARetryAfterIsToldByTheLastAnswer(int status, Outcome outcome) {
    call = call(Duration.ofDays(1));
    service.reacts(
        sent -> {
          stopOnceItWaits();
          return FakeService.answer(status, "", "Retry-After", "600");
        });

    PartnerCenterException e = assertStopped(outcome, 1);

    assertEquals(status, e.failure().statusCode().orElseThrow());
  }

  @Test
  void aCallThatIsStoppedAtARenewalIsToldByTheRefusal() {
    tokens.atRenewal(call.stop()::stop);
    service.answers(401);

    PartnerCenterException e = assertStopped(Outcome.Rejected, 1);

    assertEquals(401, e.failure().statusCode().orElseThrow());
  }

  @Test
  void aStopLetsTheExchangeEndAndItsSuccessCounts() throws Exception {
    service.reacts(
        sent -> {
          sent.stop().stop();
          assertFalse(Thread.currentThread().isInterrupted());
          return FakeService.answer(201, "");
        });

    assertEquals(201, send(purchase).status());
  }

  @Test
  void aStopLetsTheExchangeEndAndIsFollowedByNoAttempt() {
    service.reacts(
        sent -> {
          sent.stop().stop();
          return FakeService.answer(503, "");
        });

    PartnerCenterException e = failure(purchase);

    assertEquals(1, service.sent().size());
    assertEquals(Outcome.Unknown, e.failure().outcome());
    assertEquals(Kind.SERVICE, e.failure().kind());
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void aStopOfWhatAnEarlierProcessMayHaveSentLeavesItUnknown() {
    change = with(ChangeLog.NONE, true, true);
    call.stop().stop();

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
        exchanges);
  }

  private HttpAnswer send(PartnerRequest request) throws Exception {
    return send(sender(tokens, MOST_ATTEMPTS), request);
  }

  private HttpAnswer send(Sender sender, PartnerRequest request) throws Exception {
    return send(sender, request, answer -> answer);
  }

  private HttpAnswer send(Sender sender, PartnerRequest request, AnswerReading<HttpAnswer> reading)
      throws Exception {
    return request.changes()
        ? sender.change(request, reading, call, change)
        : sender.read(request, reading, call);
  }

  private Change with(ChangeLog log, boolean isOpen, boolean keepsRequestId) {
    return new Change(requestId, isOpen, keepsRequestId, Repeat.WITH_REQUEST_ID, log);
  }

  private PartnerCenterException failure(PartnerRequest request) {
    PartnerCenterException e = assertThrows(PartnerCenterException.class, () -> send(request));
    assertEquals(requestId, e.failure().requestId());
    assertEquals(correlationId, e.failure().correlationId());
    assertEquals(service.sent().size(), e.failure().attempts());
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
            () -> send(new Sender(service, tokens, throttle, settings), purchase));
    assertEquals(Kind.STOPPED, e.failure().kind());
    assertEquals("The command was stopped.", e.getMessage());
    assertEquals(outcome, e.failure().outcome());
    assertEquals(attempts, e.failure().attempts());
    assertEquals(attempts, service.sent().size());
    assertNotNull(e.getCause());
    assertFalse(Thread.currentThread().isInterrupted(), "the next command could be hit by it");
    return e;
  }

  /** Stops the call from another thread as soon as this one waits. */
  private void stopOnceItWaits() {
    Thread waiter = Thread.currentThread();
    Thread stopper =
        new Thread(
            () -> {
              while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              call.stop().stop();
            });
    stopper.setDaemon(true);
    stopper.start();
  }

  /** Two requests in a row are throttled. */
  private void holdBack(Throttle held, Duration retryAfter) {
    try {
      for (int i = 0; i < 2; i++) {
        Throttle.Ticket ticket = held.enter("any", call.deadline()).orElseThrow();
        held.throttled(ticket, retryAfter);
        held.leave(ticket);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void assertIsFree() {
    assertTrue(isFree(), "the throttle has one in flight");
  }

  private boolean isFree() {
    try {
      Optional<Throttle.Ticket> ticket = throttle.enter("any", briefly());
      ticket.ifPresent(throttle::leave);
      return ticket.isPresent();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A time that is over as soon as there was a wait. */
  private static Deadline briefly() {
    return new Deadline(Duration.ofNanos(2), new AtomicLong()::getAndIncrement);
  }

  private Call call(Duration timeout) {
    return new Call(
        correlationId,
        new Deadline(timeout, time),
        new StopSignal(),
        exchange -> exchanges.add(exchange.get()));
  }

  private Sender sender(FakeTokens source, int mostAttempts) {
    return new Sender(service, source, throttle, settings(mostAttempts));
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
        Limits.inFlight(1),
        retry,
        false);
  }

  /** A log that remembers what it was to store. */
  private static final class Log implements ChangeLog {
    private final List<String> entries = new ArrayList<>();
    private IOException failure;
    private boolean isFull;

    @Override
    public void sending(UUID id) throws IOException {
      if (failure != null) {
        throw failure;
      }
      entries.add("sending " + id);
    }

    @Override
    public boolean answered(Meaning meaning) {
      entries.add(meaning.name());
      return !isFull;
    }
  }
}
