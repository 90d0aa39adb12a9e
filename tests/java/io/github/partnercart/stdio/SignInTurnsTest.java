package io.github.partnercart.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.cmdlet.Cmdlets;
import io.github.partnercart.cmdlet.PartnerSession;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignIns;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who is signed in for each line, in whatever order and however late their turns come. */
class SignInTurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String CONNECT =
      "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"second\"}}";
  private static final String DISCONNECT = "{\"Command\":\"Disconnect-PartnerCenter\"}";

  private final PartnerSession session = session();
  private final SignInOrder order = new SignInOrder(session);

  private static PartnerSession session() {
    try {
      return new PartnerSession(
          new PartnerCenter(
              new PartnerCenter.Settings(
                  Endpoint.of(Cloud.AzureCloud),
                  "en-US",
                  ProxySelector.getDefault(),
                  1,
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

  private static LineReader.Line line(String text) {
    return new LineReader.Line(1, text.getBytes(StandardCharsets.UTF_8), LineReader.Reading.WHOLE);
  }

  private Command command(String line) throws BadLineException {
    return new CommandParser(Cmdlets.OF_PARTNER_CENTER.with(session), null, PATIENCE)
        .parse(line(line));
  }

  /** One that finds at once whether it would have to wait. */
  private Command inAHurry(String line) throws BadLineException {
    return command(Commands.with("\"TimeoutSeconds\":0.001", line));
  }

  private static String token(SignInOrder.Turn turn, Command command) throws Exception {
    return turn.partnerCenter(command).accessTokens().accessToken(PATIENCE);
  }

  private void run(SignInOrder.Turn turn, Command command) throws Exception {
    command.invocation().run(turn.partnerCenter(command), command.call());
    turn.end();
  }

  private void assertWaits(SignInOrder.Turn turn) throws Exception {
    Command command = inAHurry(Commands.getCart("a"));
    String message =
        assertThrows(SignInException.class, () -> turn.partnerCenter(command)).getMessage();
    assertTrue(message.contains("time was over"), message);
  }

  private void assertNobody(SignInOrder.Turn turn, String why) throws Exception {
    Command command = command(Commands.getCart("a"));
    assertEquals(why, assertThrows(SignInException.class, () -> token(turn, command)).getMessage());
  }

  @Test
  void commandsWaitForTheSignInBeforeThemOnly() throws Exception {
    Command cart = command(Commands.getCart("a"));
    Command connect = command(CONNECT);
    SignInOrder.Turn before = order.next(cart);
    SignInOrder.Turn signIn = order.next(connect);
    SignInOrder.Turn after = order.next(cart);

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
    SignInOrder.Turn signIn = order.next(connect);
    SignInOrder.Turn after = order.next(cart);
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
    SignInOrder.Turn unended = order.next(cart);
    SignInOrder.Turn after = order.next(cart);

    assertEquals("first", token(after, cart));
    unended.end();
    assertEquals("first", token(after, cart));
  }

  @Test
  void whatSendsNothingWaitsForNoSignIn() throws Exception {
    order.next(command(CONNECT));
    Command whatIf = command(Commands.WHAT_IF);

    assertEquals("first", token(order.next(whatIf), whatIf));
  }

  @Test
  void signInThatNeverRanLeavesNobodySignedInButNotBeforeItsTurn() throws Exception {
    Command connect = command(CONNECT);
    Command cart = command(Commands.getCart("a"));
    SignInOrder.Turn first = order.next(connect);
    SignInOrder.Turn between = order.next(cart);
    SignInOrder.Turn stopped = order.next(connect);
    SignInOrder.Turn after = order.next(cart);

    stopped.end();
    assertWaits(after);
    run(first, connect);

    assertEquals("second", token(between, cart));
    assertNobody(after, PartnerSession.LAST_ONE_FAILED);
  }

  @Test
  void signInThatCouldNotWaitLongerLeavesNobodySignedIn() throws Exception {
    Command connect = command(CONNECT);
    SignInOrder.Turn first = order.next(connect);
    Command hurried = inAHurry(CONNECT);
    SignInOrder.Turn second = order.next(hurried);
    SignInOrder.Turn after = order.next(connect);

    assertThrows(SignInException.class, () -> second.partnerCenter(hurried));
    second.end();
    run(first, connect);

    assertNobody(after, PartnerSession.LAST_ONE_FAILED);
  }

  @Test
  void signOutTakesItsTurn() throws Exception {
    Command connect = command(CONNECT);
    Command disconnect = command(DISCONNECT);
    SignInOrder.Turn signIn = order.next(connect);
    SignInOrder.Turn signOut = order.next(disconnect);
    SignInOrder.Turn after = order.next(command(Commands.getCart("a")));

    run(signIn, connect);
    run(signOut, disconnect);

    assertNobody(after, "Run Connect-PartnerCenter to login.");
  }

  @Test
  void lineThatWasMeantToSignInTakesItsTurnAndNoOtherBadLineDoes() throws Exception {
    Command cart = command(Commands.getCart("a"));
    order.pass(line("{\"Command\":\"New-PartnerCustomerCart\""));
    assertEquals("first", token(order.next(cart), cart));
    Command connect = command(CONNECT);
    SignInOrder.Turn signIn = order.next(connect);

    order.pass(line("{\"Command\":\"CONNECT-PartnerCenter\""));

    SignInOrder.Turn after = order.next(cart);
    assertWaits(after);
    run(signIn, connect);
    assertNobody(after, PartnerSession.LAST_ONE_FAILED);
  }
}
