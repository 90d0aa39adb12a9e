package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.NoSignIn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a command to its answer, and what a command makes of those after it in one run. */
@Timeout(60)
class ExecutionTest {
  private static final String REQUEST_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String REJECTED = "{\"code\":\"800062\",\"description\":\"Not eligible.\"}";
  private static final String ORDERED = "{\"orders\":[{\"id\":\"o1\"}]}";
  private static final String SUBMIT =
      Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\"");
  private static final String GET = Commands.getCart("c1");

  private final MockWebServer server = new MockWebServer();
  private TestRun run;

  @BeforeEach
  void start() throws Exception {
    ScriptedService.start(server);
    run = runAs(GivenAccessToken.of("token", "the test"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private TestRun runAs(AccessTokenSource tokens) {
    return new TestRun(server.url("/").toString(), tokens, Journals.none(), false);
  }

  private void answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private static String cart(int quantity) {
    return "{\"id\":\"c1\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":%d}]}"
        .formatted(quantity);
  }

  private static String item(int quantity) {
    return "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":" + quantity + "}";
  }

  private static String set(int quantity) {
    return Commands.command(
        "Set-PartnerCustomerCart", "\"CartId\":\"c1\",\"LineItems\":" + item(quantity));
  }

  private static String keyed(String command) {
    return Commands.with("\"IdempotencyKey\":\"PO-1\"", command);
  }

  private static String underRequestId(String command) {
    return Commands.with("\"RequestId\":\"" + REQUEST_ID + "\"", command);
  }

  private String nextRequestId() throws Exception {
    RecordedRequest next = Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS));
    return String.valueOf(next.getHeaders().get("MS-RequestId"));
  }

  private static void assertError(String errorId, String outcome, ExitCode code, Answer answer) {
    JsonObject error = TestRun.errorOf(answer);
    assertEquals(errorId, error.get("ErrorId").getAsString(), error::toString);
    assertEquals(outcome, error.get("Outcome").getAsString(), error::toString);
    assertEquals(code, answer.exitCode(), error::toString);
  }

  // What was shown is what is bought.

  @Test
  void aCartThatWasJustShownIsSubmittedAtOnce() throws Exception {
    answers(200, cart(1));
    answers(200, ORDERED);
    run.result(GET);

    assertEquals("o1", orderOf(run.result(SUBMIT)));
    assertEquals(2, server.getRequestCount());
  }

  private static String orderOf(JsonObject result) {
    return result.getAsJsonArray("Orders").get(0).getAsJsonObject().get("Id").getAsString();
  }

  @Test
  void aCartThatWasNeverShownIsSubmittedAsItIs() throws Exception {
    answers(200, ORDERED);

    run.result(SUBMIT);

    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aCartThatWasShownAMinuteAgoIsReadBeforeItIsSubmitted() throws Exception {
    answers(200, cart(1));
    answers(200, cart(1));
    answers(200, ORDERED);
    run.result(GET);
    run.elapse(Duration.ofMinutes(1));

    run.result(SUBMIT);

    assertEquals(3, server.getRequestCount());
  }

  private Answer submitAfterAMinute(int status, String cartThen) throws Exception {
    answers(200, cart(1));
    answers(status, cartThen);
    answers(200, ORDERED);
    run.result(GET);
    run.elapse(Duration.ofMinutes(1));
    return run.answer(SUBMIT);
  }

  @Test
  void aCartThatIsNotWhatWasShownIsNotBought() throws Exception {
    Answer refused = submitAfterAMinute(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertTrue(TestRun.errorOf(refused).get("Message").getAsString().contains("The cart c1 is"));
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void aCartThatIsOrderedIsSubmittedWhateverWasShown() throws Exception {
    Answer answer =
        submitAfterAMinute(200, "{\"id\":\"c1\",\"status\":\"Ordered\",\"lineItems\":[]}");

    assertFalse(answer.isFailure());
  }

  @Test
  void aCartThatTheServiceDoesNotShowIsSubmittedForItsReason() throws Exception {
    assertFalse(submitAfterAMinute(404, "{\"code\":\"800002\"}").isFailure());
  }

  @Test
  void aCartThatCannotBeReadNowIsNotBought() throws Exception {
    Answer refused = submitAfterAMinute(503, "");

    assertTrue(refused.isFailure());
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void afterAFailedCommandOnItACartIsReadAgain() throws Exception {
    answers(200, cart(1));
    answers(503, "");
    answers(200, cart(2));
    run.result(GET);
    assertTrue(run.answer(GET).isFailure());

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void aNewCartIsSubmittedAtOnceUnlessItMayBeAReplay() throws Exception {
    String newCart = Commands.newCart(item(1));
    for (String replayed : List.of(keyed(newCart), underRequestId(newCart))) {
      run = runAs(GivenAccessToken.of("token", "the test"));
      answers(201, cart(1));
      answers(200, cart(2));
      run.result(replayed);

      assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
    }

    run = runAs(GivenAccessToken.of("token", "the test"));
    answers(201, cart(1));
    answers(200, ORDERED);
    run.result(newCart);
    run.result(SUBMIT);
  }

  @Test
  void aCartThatWasJustChangedIsSubmittedAtOnce() throws Exception {
    answers(200, cart(1));
    answers(200, cart(2));
    answers(200, ORDERED);
    run.result(set(2));

    run.result(SUBMIT);

    assertEquals(3, server.getRequestCount());
  }

  // Checkouts.

  @Test
  void aCheckoutOfWhichSomeOrdersFailedIsPartial() throws Exception {
    answers(
        200,
        "{\"orders\":[{\"id\":\"o1\"}],\"orderErrors\":[{\"orderGroupId\":\"1\",\"code\":1}]}");

    Answer answer = run.answer(SUBMIT);

    assertError("OrdersFailed", "Partial", ExitCode.NEEDS_A_PERSON, answer);
    assertEquals("o1", orderOf(TestRun.resultOf(answer)));
  }

  private Answer submitAnOrderedCart(int status, String cart) throws Exception {
    answers(400, "{\"code\":\"800065\",\"description\":\"already submitted\"}");
    answers(status, cart);
    return run.answer(SUBMIT);
  }

  @Test
  void aCartThatWasOrderedBeforeIsDoneWithAWarning() throws Exception {
    Answer answer =
        submitAnOrderedCart(200, "{\"id\":\"c1\",\"status\":\"Ordered\",\"lineItems\":[]}");

    assertEquals(ExitCode.DONE, answer.exitCode());
    assertTrue(TestRun.resultOf(answer).get("Orders").isJsonNull());
    assertEquals(
        "The cart was ordered before: its orders are in the customer's order history.",
        answer.warning());
  }

  @Test
  void aCartThatDoesNotSayThatItWasOrderedIsRejected() throws Exception {
    assertError(
        "ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, submitAnOrderedCart(200, cart(1)));
    run = runAs(GivenAccessToken.of("token", "the test"));
    assertEquals(
        "Rejected", TestRun.errorOf(submitAnOrderedCart(404, "{}")).get("Outcome").getAsString());
  }

  // What builds on what failed.

  @Test
  void aCheckoutDoesNotFollowAChangeThatFailed() throws Exception {
    answers(200, cart(1));
    answers(400, REJECTED);
    run.error(set(2));

    Answer refused = run.answer(SUBMIT);

    assertError("EarlierCommandFailed", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(
        "The command of line 1, on which this one builds, has failed.",
        TestRun.errorOf(refused).get("Message").getAsString());
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void aChangeDoesNotFollowACheckoutThatFailedButACheckoutDoes() throws Exception {
    answers(400, REJECTED);
    run.error(SUBMIT);

    assertError("EarlierCommandFailed", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(set(2)));
    run = runAs(GivenAccessToken.of("token", "the test"));
    answers(400, REJECTED);
    run.error(SUBMIT);
    answers(200, ORDERED);
    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aReadFollowsWhateverFailed() throws Exception {
    answers(503, "");
    run.error(SUBMIT);
    answers(200, cart(1));

    assertFalse(run.answer(GET).isFailure());
  }

  @Test
  void aReadThatFailedStandsAgainstNothing() throws Exception {
    answers(503, "");
    run.error(GET);
    answers(200, ORDERED);

    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aCommandWithAnIdFollowsWhatItsSenderCouldSee() throws Exception {
    answers(200, cart(1));
    answers(400, REJECTED);
    run.error(set(2));
    answers(200, ORDERED);

    assertFalse(run.answer(Commands.with("\"Id\":1", SUBMIT)).isFailure());
  }

  private void refuse(@Nullable CmdletType type, @Nullable String cart) {
    run.execution()
        .refuse(
            new BadLine(
                0,
                new BadLine.Read(null, null, type, cart),
                false,
                ErrorRecord.notACommand("wrong")));
  }

  @Test
  void aLineThatCannotBeReadStandsAgainstItsCartOrAll() throws Exception {
    refuse(SetPartnerCustomerCart.TYPE, "C1");
    assertEquals("EarlierCommandFailed", run.error(SUBMIT).get("ErrorId").getAsString());

    run = runAs(GivenAccessToken.of("token", "the test"));
    refuse(null, null);
    assertEquals("EarlierCommandFailed", run.error(SUBMIT).get("ErrorId").getAsString());
  }

  @Test
  void aLineAboutNoCartOrAnotherStandsAgainstNothing() throws Exception {
    refuse(NewPartnerCustomerCart.TYPE, null);
    refuse(SetPartnerCustomerCart.TYPE, "c2");
    answers(200, ORDERED);

    assertFalse(run.answer(SUBMIT).isFailure());
  }

  @Test
  void aLineWithAKeyIsRefusedAsNotSentWithoutAJournal() {
    Answer refused =
        run.execution()
            .refuse(
                new BadLine(
                    1,
                    new BadLine.Read(null, "PO-1", NewPartnerCustomerCart.TYPE, null),
                    false,
                    ErrorRecord.notACommand("wrong")));

    assertError("InvalidCommandLine", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
  }

  // Requests.

  @Test
  void aKeyedPurchaseHasTheSameRequestIdInEachRun() throws Exception {
    answers(201, cart(1));
    answers(201, cart(1));
    answers(201, cart(1));
    String newCart = Commands.newCart(item(1));
    run.result(keyed(newCart));
    runAs(GivenAccessToken.of("another", "the test")).result(keyed(newCart));
    run.result(Commands.with("\"IdempotencyKey\":\"PO-2\"", newCart));

    String first = nextRequestId();
    assertEquals(first, nextRequestId());
    assertNotEquals(first, nextRequestId());
  }

  @Test
  void requestsWithoutAKeyHaveTheirOwnRequestIds() throws Exception {
    answers(201, cart(1));
    answers(201, cart(1));
    run.result(Commands.newCart(item(1)));
    run.result(Commands.newCart(item(1)));

    assertNotEquals(nextRequestId(), nextRequestId());
  }

  @Test
  void aGivenRequestIdIsSent() throws Exception {
    answers(200, cart(1));
    answers(201, cart(1));
    run.result(underRequestId(GET));
    run.result(underRequestId(Commands.newCart(item(1))));

    assertEquals(REQUEST_ID, nextRequestId());
    assertEquals(REQUEST_ID, nextRequestId());
  }

  @Test
  void aRejectionUnderAGivenRequestIdIsUnknownUnlessTheIdIsNew() throws Exception {
    String newCart = underRequestId(Commands.newCart(item(1)));
    answers(400, REJECTED);
    answers(400, REJECTED);

    assertEquals("Unknown", run.error(newCart).get("Outcome").getAsString());
    assertEquals(
        "Rejected",
        run.error(Commands.with("\"RequestIdIsNew\":true", newCart)).get("Outcome").getAsString());
  }

  @Test
  void aCommandUnderAGivenRequestIdThatIsRefusedMayBeDoneUnderThatId() throws Exception {
    answers(400, REJECTED);

    JsonObject error = run.error(underRequestId(set(2)));

    assertEquals("Unknown", error.get("Outcome").getAsString());
    assertEquals(REQUEST_ID, error.get("RequestId").getAsString());
  }

  @Test
  void anUpdateWithAKeyNeedsAJournal() throws Exception {
    assertError("JournalRequired", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(keyed(set(2))));
    assertEquals(0, server.getRequestCount());
    answers(200, ORDERED);
    assertFalse(run.answer(keyed(SUBMIT.replace("c1", "c2"))).isFailure());
  }

  // What goes wrong.

  @Test
  void withoutASignInNothingIsSent() throws Exception {
    run = runAs(new NoSignIn("not signed in"));

    assertError("NotSignedIn", "NotSent", ExitCode.SIGN_IN, run.answer(SUBMIT));
    assertError("NotSignedIn", "NotSent", ExitCode.SIGN_IN, run.answer(GET));
    assertEquals(
        "NotSignedIn",
        run.error("{\"Command\":\"Get-PartnerContext\"}").get("ErrorId").getAsString());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void afterALineThatMayHaveBeenASignInNobodyIsSignedIn() throws Exception {
    run.execution().endSignIn();

    assertEquals(Sessions.LAST_ONE_FAILED, run.error(GET).get("Message").getAsString());
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void anUnknownSessionIsNotSent() throws Exception {
    String session = "\"Session\":\"none\"";

    assertError(
        "SessionNotFound",
        "NotSent",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with(session, SUBMIT)));
    assertError(
        "SessionNotFound",
        "NotSent",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with(session, "{\"Command\":\"Get-PartnerContext\"}")));
  }

  @Test
  void aCommandThatIsStoppedIsNotSent() throws Exception {
    InFlight context = run.read("{\"Command\":\"Get-PartnerContext\"}");
    InFlight submit = run.read(SUBMIT);
    context.stop().stop();
    submit.stop().stop();

    assertError("OperationStopped", "NotSent", ExitCode.RUN_AGAIN, run.execute(context));
    assertError("OperationStopped", "NotSent", ExitCode.RUN_AGAIN, run.execute(submit));
    assertEquals(0, server.getRequestCount());
  }

  @Test
  void whenPartnerCartItselfFailsOnlyAPurchaseMayBeDone() throws Exception {
    run =
        runAs(
            new AccessTokenSource() {
              @Override
              public String accessToken(Duration atMost) {
                throw new IllegalStateException("broken");
              }

              @Override
              public boolean renew(String rejected, @Nullable String challenge, Duration atMost) {
                return false;
              }
            });

    assertError(
        "InternalError",
        "Unknown",
        ExitCode.RUN_AGAIN,
        run.answer(keyed(Commands.newCart(item(1)))));
    assertError(
        "InternalError",
        "NotSent",
        ExitCode.RUN_AGAIN,
        run.answer("{\"Command\":\"Get-PartnerContext\"}"));
  }

  @Test
  void onlyAVerboseCommandSaysWhatWasExchanged() throws Exception {
    answers(200, cart(1));
    answers(200, cart(1));

    assertNull(run.answer(GET).exchanges());
    List<String> exchanges =
        Optional.ofNullable(run.answer(Commands.with("\"Verbose\":true", GET)).exchanges())
            .orElseThrow();
    assertEquals(1, exchanges.size());
    assertTrue(exchanges.get(0).startsWith("GET /v1/customers/"), exchanges::toString);
  }
}
