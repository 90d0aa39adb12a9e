package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Calls;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.SignIns;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequests;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Signing out, also where what is kept of the tokens can't be deleted at once. */
class DisconnectPartnerCenterTest {
  private final CountDownLatch isForgetting = new CountDownLatch(1);
  private final CountDownLatch wasInterrupted = new CountDownLatch(1);
  private boolean isStuck;
  private RuntimeException fault;

  private final class Kept implements TokenRequests {
    @Override
    public TokenRequest of(SignInMethod method, Authority authority) {
      throw new AssertionError();
    }

    @Override
    public void forget() throws SignInException {
      isForgetting.countDown();
      if (fault != null) {
        throw fault;
      }
      try {
        if (isStuck) {
          new CountDownLatch(1).await();
        }
      } catch (InterruptedException e) {
        wasInterrupted.countDown();
        throw new SignInException("interrupted", e);
      }
    }
  }

  private Sessions session() throws SignInException {
    return new Sessions(
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(Cloud.AzureCloud),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(1),
                RetrySettings.DEFAULT,
                false),
            GivenAccessToken.of("token", "The test")),
        false,
        Cloud.AzureCloud,
        new SignIns(new Kept(), new SignInEnvironment(Map.of(), message -> {}), message -> {}));
  }

  private static Call callOf(Duration timeout) {
    return Calls.within(timeout);
  }

  private static JsonObject disconnect(Sessions session, Call call) throws Exception {
    return new DisconnectPartnerCenter()
        .invoke(new SessionCall(session, session.current(), call, Optional.empty()));
  }

  private static void assertNobodyIsSignedIn(Sessions session) {
    assertInstanceOf(NoSignIn.class, session.current().partnerCenter().accessTokens());
  }

  @Test
  void nobodyIsSignedInAnyMore() throws Exception {
    Sessions session = session();

    assertEquals("{}", disconnect(session, callOf(Duration.ofSeconds(30))).toString());

    assertNobodyIsSignedIn(session);
  }

  @Test
  void deletingTakesNoLongerThanTheCommandMay() throws Exception {
    isStuck = true;
    Sessions session = session();

    String message =
        assertThrows(
                SignInException.class, () -> disconnect(session, callOf(Duration.ofMillis(100))))
            .getMessage();

    assertTrue(message.contains("Run Disconnect-PartnerCenter again"), message);
    assertNobodyIsSignedIn(session);
    wasInterrupted.await();
  }

  @Test
  void stopEndsTheWaitAndNobodyElseWaitsMeanwhile() throws Exception {
    isStuck = true;
    Sessions session = session();
    Call call = callOf(Duration.ofHours(1));
    Thread stop =
        new Thread(
            () -> {
              try {
                isForgetting.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              assertNobodyIsSignedIn(session);
              call.stop().stop();
            });
    stop.start();

    assertThrows(InterruptedException.class, () -> disconnect(session, call));
    stop.join();
  }

  @Test
  void whatGoesWrongIsToldAndNobodyIsSignedIn() throws Exception {
    fault = new IllegalStateException("broken");
    Sessions session = session();

    assertThrows(SignInException.class, () -> disconnect(session, callOf(Duration.ofSeconds(30))));

    assertNobodyIsSignedIn(session);
  }
}
