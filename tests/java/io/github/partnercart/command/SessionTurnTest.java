package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Calls;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignIns;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is signed in for each line, in whatever order and however late their turns come. */
class SessionTurnTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CONNECT =
      "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"second\"}}";
  private static final String DISCONNECT = "{\"Command\":\"Disconnect-PartnerCenter\"}";

  private final Sessions order = sessions();

  private static Sessions sessions() {
    try {
      return new Sessions(
          new PartnerCenter(
              new PartnerCenter.Settings(
                  Endpoint.of(Cloud.AzureCloud),
                  "en-US",
                  ProxySelector.getDefault(),
                  Limits.inFlight(1),
                  RetrySettings.DEFAULT,
                  false),
              GivenAccessToken.of("first", "The test")),
          false,
          Cloud.AzureCloud,
          new SignIns(
              (method, authority) -> {
                throw new AssertionError();
              },
              new SignInEnvironment(Map.of(), message -> {}),
              message -> {}));
    } catch (SignInException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Command command(String line) throws ParameterBindingException {
    return TestCommands.of(line);
  }

  private static Call call(Duration time) {
    return Calls.within(time);
  }

  private static String token(SessionTurn turn, Command command) throws Exception {
    return turn.signedIn(command, call(PATIENCE))
        .partnerCenter()
        .accessTokens()
        .accessToken(PATIENCE);
  }

  private JsonObject run(SessionTurn turn, Command command) throws Exception {
    Call call = call(PATIENCE);
    SignedIn signedIn = turn.signedIn(command, call);
    JsonObject result =
        ((Cmdlet.OfSession) command.cmdlet())
            .invoke(new SessionCall(order, signedIn, call, Optional.empty()));
    turn.end();
    return result;
  }

  private void assertWaits(SessionTurn turn) throws Exception {
    Command command = command(Commands.getCart("a"));
    Call inAHurry = call(Duration.ofMillis(1));
    String message =
        assertThrows(SignInException.class, () -> turn.signedIn(command, inAHurry)).getMessage();
    assertTrue(message.contains("time was over"), message);
  }

  private void assertNobody(SessionTurn turn, String why) throws Exception {
    Command command = command(Commands.getCart("a"));
    assertEquals(why, assertThrows(SignInException.class, () -> token(turn, command)).getMessage());
  }

  @Test
  void commandsWaitForTheSignInBeforeThemOnly() throws Exception {
    Command cart = command(Commands.getCart("a"));
    Command connect = command(CONNECT);
    SessionTurn before = order.next(cart);
    SessionTurn signIn = order.next(connect);
    SessionTurn after = order.next(cart);

    assertEquals("first", token(before, cart));
    assertWaits(after);
    run(signIn, connect);

    assertEquals("first", token(before, cart));
    assertEquals("second", token(after, cart));
  }

  @Test
  void commandThatWaitsGoesOnAsWhoeverHasSignedIn() throws Exception {
    Command connect = command(CONNECT);
    Command cart = command(Commands.getCart("a"));
    SessionTurn signIn = order.next(connect);
    SessionTurn after = order.next(cart);
    FutureTask<String> waiting = new FutureTask<>(() -> token(after, cart));
    Thread thread = new Thread(waiting);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    run(signIn, connect);

    assertEquals("second", waiting.get(30, TimeUnit.SECONDS));
  }

  @Test
  void commandThatIsNoSignInLetsNobodyWait() throws Exception {
    Command cart = command(Commands.getCart("a"));
    SessionTurn unended = order.next(cart);
    SessionTurn after = order.next(cart);

    assertEquals("first", token(after, cart));
    unended.end();
    assertEquals("first", token(after, cart));
  }

  @Test
  void signInThatNeverRanLeavesNobodySignedInButNotBeforeItsTurn() throws Exception {
    Command connect = command(CONNECT);
    Command cart = command(Commands.getCart("a"));
    SessionTurn first = order.next(connect);
    SessionTurn between = order.next(cart);
    SessionTurn stopped = order.next(connect);
    SessionTurn after = order.next(cart);

    stopped.end();
    assertWaits(after);
    run(first, connect);

    assertEquals("second", token(between, cart));
    assertNobody(after, Sessions.LAST_ONE_FAILED);
  }

  @Test
  void signInThatCouldNotWaitLongerLeavesNobodySignedIn() throws Exception {
    Command connect = command(CONNECT);
    SessionTurn first = order.next(connect);
    SessionTurn second = order.next(connect);
    SessionTurn after = order.next(connect);

    Call inAHurry = call(Duration.ofMillis(1));
    assertThrows(SignInException.class, () -> second.signedIn(connect, inAHurry));
    second.end();
    run(first, connect);

    assertNobody(after, Sessions.LAST_ONE_FAILED);
  }

  @Test
  void signOutTakesItsTurn() throws Exception {
    Command connect = command(CONNECT);
    Command disconnect = command(DISCONNECT);
    SessionTurn signIn = order.next(connect);
    SessionTurn signOut = order.next(disconnect);
    SessionTurn after = order.next(command(Commands.getCart("a")));

    run(signIn, connect);
    run(signOut, disconnect);

    assertNobody(after, "Run Connect-PartnerCenter to login.");
  }

  @Test
  void lineThatMayHaveBeenMeantToSignInTakesItsTurn() throws Exception {
    Command cart = command(Commands.getCart("a"));
    Command connect = command(CONNECT);
    SessionTurn signIn = order.next(connect);

    order.pass();

    SessionTurn after = order.next(cart);
    assertWaits(after);
    run(signIn, connect);
    assertNobody(after, Sessions.LAST_ONE_FAILED);
  }

  // Sessions.

  private Command inSession(String session, String line) throws Exception {
    return command(Commands.with("\"Session\":\"" + session + "\"", line));
  }

  private String connect(String token) throws Exception {
    Command connect = command(CONNECT.replace("second", token));
    return run(order.next(connect), connect).get("Session").getAsString();
  }

  @Test
  void aSessionIsThatAccountWhateverSignedInMeanwhile() throws Exception {
    String first = connect("one");
    String second = connect("two");

    Command ofFirst = inSession(first, Commands.getCart("a"));
    Command ofSecond = inSession(second, Commands.getCart("a"));
    Command byDefault = command(Commands.getCart("a"));

    assertEquals("one", token(order.next(ofFirst), ofFirst));
    assertEquals("two", token(order.next(ofSecond), ofSecond));
    assertEquals("two", token(order.next(byDefault), byDefault));
  }

  @Test
  void aSessionWaitsForNoSignIn() throws Exception {
    String session = connect("one");
    SessionTurn unused = order.next(command(CONNECT));
    Command cart = inSession(session, Commands.getCart("a"));

    assertEquals("one", token(order.next(cart), cart));
  }

  @Test
  void signOutEndsTheCallersSessionOnly() throws Exception {
    String first = connect("one");
    String second = connect("two");
    Command signOut = inSession(first, DISCONNECT);

    run(order.next(signOut), signOut);

    Command ofFirst = inSession(first, Commands.getCart("a"));
    assertThrows(
        SessionTurn.UnknownSessionException.class, () -> token(order.next(ofFirst), ofFirst));
    Command ofSecond = inSession(second, Commands.getCart("a"));
    assertEquals("two", token(order.next(ofSecond), ofSecond));
    Command byDefault = command(Commands.getCart("a"));
    assertEquals("two", token(order.next(byDefault), byDefault));
  }

  @Test
  void afterTheDefaultSessionComesNoneAndNeverAnEarlierOne() throws Exception {
    String unused = connect("one");
    Command signOut = inSession(connect("two"), DISCONNECT);

    run(order.next(signOut), signOut);

    assertNobody(order.next(command(Commands.getCart("a"))), "Run Connect-PartnerCenter to login.");
  }

  @Test
  void aFailedSignInEndsTheDefaultAndLeavesSessionsAlone() throws Exception {
    String session = connect("one");

    order.pass();

    Command cart = inSession(session, Commands.getCart("a"));
    assertEquals("one", token(order.next(cart), cart));
    assertNobody(order.next(command(Commands.getCart("a"))), Sessions.LAST_ONE_FAILED);
  }
}
