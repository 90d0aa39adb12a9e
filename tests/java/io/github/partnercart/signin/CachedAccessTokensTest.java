package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens are asked for once, shared, and renewed before they end. */
class CachedAccessTokensTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}";

  /** Tokens t1, t2, … that live for an hour from the clock's time, or the failure that is set. */
  private final class Issuer implements TokenRequest {
    private final List<String> claimsAskedFor = new ArrayList<>();
    private SignInException failure;

    @Override
    public synchronized IssuedToken request(String claims, Optional<String> account)
        throws SignInException {
      claimsAskedFor.add(String.valueOf(claims));
      if (failure != null) {
        throw failure;
      }
      return IssuedToken.of(
          new Secret("t" + claimsAskedFor.size()), now, now.plus(Duration.ofHours(1)), null);
    }

    synchronized int requests() {
      return claimsAskedFor.size();
    }
  }

  private volatile Instant now = Instant.parse("2026-11-23T00:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final Issuer issuer = new Issuer();
  private final CachedAccessTokens tokens = new CachedAccessTokens(issuer, clock, Runnable::run);

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static String challenge(String claims) {
    return "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
        + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "\"";
  }

  @Test
  void fiftyThreadsAskOnce() throws Exception {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(50);
    ExecutorService threads = Executors.newFixedThreadPool(51);
    try {
      CachedAccessTokens shared =
          new CachedAccessTokens(
              (claims, account) -> {
                requests.incrementAndGet();
                try {
                  mayAnswer.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                return IssuedToken.of(new Secret("t"), now, now.plusSeconds(3600), null);
              },
              clock,
              threads);
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            threads.submit(
                () -> {
                  started.countDown();
                  return shared.accessToken(PATIENCE);
                }));
      }
      assertTrue(started.await(20, TimeUnit.SECONDS));
      mayAnswer.countDown();
      for (Future<String> answer : answers) {
        assertEquals("t", answer.get(20, TimeUnit.SECONDS));
      }
      assertEquals(1, requests.get());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tokenServesUntilShortlyBeforeItsEnd() throws Exception {
    assertEquals("t1", tokens.accessToken(PATIENCE));
    pass(Duration.ofMinutes(54));
    assertEquals("t1", tokens.accessToken(PATIENCE));
    assertEquals(1, issuer.requests());
  }

  @Test
  void oldTokenServesWhileTheNewOneIsUnderWay() throws Exception {
    Queue<Runnable> background = new ArrayDeque<>();
    Executor[] executor = {Runnable::run};
    CachedAccessTokens renewed =
        new CachedAccessTokens(issuer, clock, task -> executor[0].execute(task));
    assertEquals("t1", renewed.accessToken(PATIENCE));
    pass(Duration.ofMinutes(55));
    executor[0] = background::add;

    assertEquals("t1", renewed.accessToken(PATIENCE));
    assertEquals("t1", renewed.accessToken(PATIENCE));
    assertEquals(1, background.size());
    background.remove().run();

    assertEquals("t2", renewed.accessToken(PATIENCE));
    assertEquals(2, issuer.requests());
  }

  @Test
  void failedRenewalLosesNoTokenThatIsStillGood() throws Exception {
    tokens.accessToken(PATIENCE);
    pass(Duration.ofMinutes(56));
    issuer.failure = new SignInException("down");

    assertEquals("t1", tokens.accessToken(PATIENCE));
    assertEquals("t1", tokens.accessToken(PATIENCE));
    assertEquals(2, issuer.requests(), "the failure is remembered for a while");
    pass(Duration.ofSeconds(11));
    issuer.failure = null;
    tokens.accessToken(PATIENCE);
    assertEquals("t3", tokens.accessToken(PATIENCE));
  }

  @Test
  void expiredTokenIsNotServed() throws Exception {
    tokens.accessToken(PATIENCE);
    pass(Duration.ofHours(1));
    issuer.failure = new SignInException("down");

    assertEquals(
        "down",
        assertThrows(SignInException.class, () -> tokens.accessToken(PATIENCE)).getMessage());
  }

  @Test
  void failureIsRememberedForTenSecondsOnly() throws Exception {
    issuer.failure = new SignInException("no");
    assertThrows(SignInException.class, () -> tokens.accessToken(PATIENCE));
    pass(Duration.ofSeconds(9));
    assertThrows(SignInException.class, () -> tokens.accessToken(PATIENCE));
    assertEquals(1, issuer.requests());

    pass(Duration.ofSeconds(1));
    issuer.failure = null;
    assertEquals("t2", tokens.accessToken(PATIENCE));
  }

  @Test
  void requestThatBreaksIsAFailureWithoutItsWords() {
    CachedAccessTokens broken =
        new CachedAccessTokens(
            (claims, account) -> {
              throw new IllegalStateException("secret");
            },
            clock,
            Runnable::run);

    String message =
        assertThrows(SignInException.class, () -> broken.accessToken(PATIENCE)).getMessage();

    assertEquals("Signing in failed: java.lang.IllegalStateException.", message);
  }

  @Test
  void claimsChallengeBringsANewTokenWithThoseClaims() throws Exception {
    assertTrue(tokens.renew(tokens.accessToken(PATIENCE), challenge(CLAIMS), PATIENCE));

    assertEquals("t2", tokens.accessToken(PATIENCE));
    assertEquals(List.of("null", CLAIMS), issuer.claimsAskedFor);
  }

  @Test
  void sameChallengeToTheTokenThatAnsweredItIsNotAnsweredAgain() throws Exception {
    tokens.renew(tokens.accessToken(PATIENCE), challenge(CLAIMS), PATIENCE);

    assertFalse(tokens.renew(tokens.accessToken(PATIENCE), challenge(CLAIMS), PATIENCE));
    assertEquals(2, issuer.requests());
  }

  @Test
  void tokenThatAnotherCommandHasRenewedIsNotRenewedAgain() throws Exception {
    String first = tokens.accessToken(PATIENCE);
    tokens.renew(first, challenge(CLAIMS), PATIENCE);

    assertTrue(tokens.renew(first, challenge(CLAIMS), PATIENCE));
    assertEquals(2, issuer.requests());
  }

  @Test
  void refusedTokenIsRenewedWithoutAChallengeUnlessItIsNew() throws Exception {
    String first = tokens.accessToken(PATIENCE);
    assertFalse(tokens.renew(first, "Bearer", PATIENCE));
    pass(Duration.ofMinutes(2));
    assertTrue(tokens.renew(first, null, PATIENCE));
    assertEquals("t2", tokens.accessToken(PATIENCE));
  }

  @Test
  void failedAnswerToAChallengeIsAFailureAndLeavesTheToken() throws Exception {
    String first = tokens.accessToken(PATIENCE);
    issuer.failure = new SignInException("blocked");

    assertThrows(SignInException.class, () -> tokens.renew(first, challenge(CLAIMS), PATIENCE));
    assertEquals(first, tokens.accessToken(PATIENCE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer claims=\"!\"",
        "Bearer claims=\"WzFd\"",
        "Bearer claims=\"e30",
        "Bearer noclaims=\"e30=\"",
        ""
      })
  void challengeThatCannotBeReadIsNone(String header) {
    assertFalse(ClaimsChallenge.claims(header).isPresent());
  }

  @Test
  void waitingCommandCanBeStopped() throws Exception {
    CachedAccessTokens stuck = new CachedAccessTokens(issuer, clock, task -> {});
    Thread.currentThread().interrupt();

    assertThrows(InterruptedException.class, () -> stuck.accessToken(PATIENCE));
    assertFalse(Thread.interrupted());
  }

  /** A request that waits until it is interrupted, as one for a user does. */
  private final class Patient implements TokenRequest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public IssuedToken request(String claims, Optional<String> account) throws SignInException {
      begun.countDown();
      try {
        new CountDownLatch(1).await();
        throw new AssertionError();
      } catch (InterruptedException e) {
        ended.countDown();
        throw new SignInException("interrupted");
      }
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "sign-in");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void waitEndsWithTheCallersTimeAndTheRequestWithItsLastCaller() throws Exception {
    Patient request = new Patient();
    CachedAccessTokens shared =
        new CachedAccessTokens(request, clock, CachedAccessTokensTest::inBackground);
    FutureTask<String> other = new FutureTask<>(() -> shared.accessToken(PATIENCE));
    Thread waiting = new Thread(other);
    waiting.start();
    assertTrue(request.begun.await(30, TimeUnit.SECONDS));

    String message =
        assertThrows(SignInException.class, () -> shared.accessToken(Duration.ofMillis(1)))
            .getMessage();

    assertTrue(message.contains("time was over"), message);
    assertEquals(1, request.ended.getCount());
    waiting.interrupt();
    assertTrue(request.ended.await(30, TimeUnit.SECONDS));
    assertTrue(
        assertThrows(ExecutionException.class, () -> other.get(30, TimeUnit.SECONDS)).getCause()
            instanceof InterruptedException);
  }

  @Test
  void requestThatWasGivenUpIsNoFailureOfTheNextOne() throws Exception {
    Patient patient = new Patient();
    AtomicInteger requests = new AtomicInteger();
    CachedAccessTokens shared =
        new CachedAccessTokens(
            (claims, account) ->
                requests.incrementAndGet() == 1
                    ? patient.request(claims, account)
                    : issuer.request(claims, account),
            clock,
            CachedAccessTokensTest::inBackground);
    FutureTask<String> first = new FutureTask<>(() -> shared.accessToken(PATIENCE));
    Thread waiting = new Thread(first);
    waiting.start();
    assertTrue(patient.begun.await(30, TimeUnit.SECONDS));
    waiting.interrupt();
    assertTrue(patient.ended.await(30, TimeUnit.SECONDS));

    assertEquals("t1", shared.accessToken(PATIENCE));
  }

  @Test
  void tokenIsRenewedWhenItsIssuerSaysOrHalfwayThroughAShortLife() {
    Instant refreshOn = now.plusSeconds(7);
    assertEquals(
        refreshOn,
        IssuedToken.of(new Secret("t"), now, now.plusSeconds(3600), refreshOn).refreshOn());
    assertEquals(
        now.plusSeconds(60),
        IssuedToken.of(new Secret("t"), now, now.plusSeconds(120), null).refreshOn());
  }

  @Test
  void tokenIsRenewedForWhoeverSignedInFirst() throws Exception {
    List<Optional<String>> accounts = new ArrayList<>();
    CachedAccessTokens tokens =
        new CachedAccessTokens(
            (claims, account) -> {
              accounts.add(account);
              return issuer.request(claims, account).ofUser(Optional.of("first"));
            },
            clock,
            Runnable::run);

    tokens.accessToken(PATIENCE);
    now = now.plus(Duration.ofHours(2));
    tokens.accessToken(PATIENCE);

    assertEquals(List.of(Optional.empty(), Optional.of("first")), accounts);
  }

  @Test
  void signInThatCanNotBeStartedIsAFailureAndTheNextOneIsAsked() throws Exception {
    AtomicInteger started = new AtomicInteger();
    CachedAccessTokens tokens =
        new CachedAccessTokens(
            issuer,
            clock,
            task -> {
              if (started.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            });

    String message =
        assertThrows(SignInException.class, () -> tokens.accessToken(PATIENCE)).getMessage();
    assertTrue(message.startsWith("The sign-in can't be started"), message);
    now = now.plus(Duration.ofMinutes(1));

    assertEquals("t1", tokens.accessToken(PATIENCE));
  }

  @Test
  void nothingShowsAToken() throws Exception {
    tokens.accessToken(PATIENCE);
    assertFalse((tokens + " " + issuer.request(null, Optional.empty())).matches(".*\\bt\\d.*"));
  }
}
