package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.NoSignIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a later run with the same journal makes of a command that an earlier one had. */
@Timeout(60)
class LaterRunTest {
  private static final String REJECTED = "{\"code\":\"800062\",\"description\":\"Not eligible.\"}";
  private static final String SUBMIT =
      Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\"");

  @TempDir private Path directory;
  private final MockWebServer server = new MockWebServer();
  private Journal journal;
  private TestRun run;

  @BeforeEach
  void start() throws Exception {
    ScriptedService.start(server);
    begin(address(), signedIn("token"), false);
  }

  @AfterEach
  void close() {
    journal.close();
    server.close();
  }

  private String address() {
    return server.url("/").toString();
  }

  private static AccessTokenSource signedIn(String token) throws Exception {
    return GivenAccessToken.of(token, "the test");
  }

  private void begin(String service, AccessTokenSource tokens, boolean retriesRejected)
      throws Exception {
    journal = Journal.open(directory.resolve("journal"));
    run = new TestRun(service, tokens, Journals.of(journal), retriesRejected);
  }

  private void nextRun(AccessTokenSource tokens) throws Exception {
    journal.close();
    begin(address(), tokens, false);
  }

  private void nextRun() throws Exception {
    nextRun(signedIn("token"));
  }

  private void nextRunThatRetriesRejected() throws Exception {
    journal.close();
    begin(address(), signedIn("token"), true);
  }

  private void answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private static String cart(int quantity) {
    return "{\"id\":\"c1\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":%d}]}"
        .formatted(quantity);
  }

  private static String order(String error) {
    return "{\"orders\":[{\"id\":\"o1\"}]%s}"
        .formatted(error.isEmpty() ? "" : ",\"orderErrors\":[" + error + "]");
  }

  private static final String PARTLY =
      order("{\"orderGroupId\":\"1\",\"code\":800062,\"description\":\"Not eligible.\"}");

  private static String item(int quantity) {
    return "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":" + quantity + "}";
  }

  private static String keyed(String command) {
    return Commands.with("\"IdempotencyKey\":\"PO-1\"", command);
  }

  private static String newCart(int quantity) {
    return keyed(Commands.newCart(item(quantity)));
  }

  private static String set(int quantity) {
    return Commands.command(
        "Set-PartnerCustomerCart", "\"CartId\":\"c1\",\"LineItems\":" + item(quantity));
  }

  private RecordedRequest request() throws Exception {
    return Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS));
  }

  private static String id(RecordedRequest request) {
    return String.valueOf(request.getHeaders().get("MS-RequestId"));
  }

  private static void assertError(String errorId, String outcome, ExitCode code, Answer answer) {
    JsonObject error = TestRun.errorOf(answer);
    assertEquals(errorId, error.get("ErrorId").getAsString(), error::toString);
    assertEquals(outcome, error.get("Outcome").getAsString(), error::toString);
    assertEquals(code, answer.exitCode(), error::toString);
  }

  private static String message(Answer answer) {
    return TestRun.errorOf(answer).get("Message").getAsString();
  }

  // Done.

  @Test
  void whatIsDoneIsAnsweredAgainByteForByte() throws Exception {
    answers(201, cart(1));
    Answer before = run.answer(newCart(1));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertEquals(before.body(), again.body());
    assertTrue(again.isFromJournal());
    assertFalse(before.isFromJournal());
    assertEquals(ExitCode.DONE, again.exitCode());
    assertNull(again.warning());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void whatIsDoneAndWasOvertakenHasAWarning() throws Exception {
    answers(201, cart(1));
    answers(200, cart(1));
    answers(200, cart(2));
    run.answer(newCart(1));
    run.result(set(2));
    nextRun();

    assertEquals(
        "This result is from an earlier run; a later command has changed the cart since.",
        run.answer(newCart(1)).warning());
  }

  @Test
  void aCheckoutThatIsDoneIsAnsweredAgainAndShowsNoCart() throws Exception {
    answers(200, order(""));
    Answer before = run.answer(SUBMIT);
    nextRun();

    Answer again = run.answer(SUBMIT);

    assertEquals(before.body(), again.body());
    assertEquals(Optional.empty(), again.shownIfAny());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aCartFromTheJournalIsReadBeforeItIsCheckedOut() throws Exception {
    answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();
    run.answer(newCart(1));
    answers(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void aNewCartOfAnEarlierRunTakesItsTurnWithTheCommandsOnIt() throws Exception {
    answers(201, cart(1).replace("c1", "C1"));
    assertEquals(Optional.empty(), run.execution().cartKey(run.read(newCart(1))));
    run.answer(newCart(1));
    nextRun();

    assertEquals(Optional.of("c1"), run.execution().cartKey(run.read(newCart(1))));
    assertEquals(
        Optional.empty(),
        run.execution().cartKey(run.read("{\"Command\":\"Get-PartnerContext\"}")));
  }

  @Test
  void aKeyThatIsDoneIsNotUsedForOtherContent() throws Exception {
    answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();

    Answer refused = run.answer(newCart(2));

    assertError("IdempotencyKeyReused", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(
        "The IdempotencyKey \"PO-1\" was used for New-PartnerCustomerCart with another lineitems.",
        message(refused));
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void equalCommandsWithoutKeyAreKnownByTheirPlace() throws Exception {
    String command = Commands.newCart(item(1));
    answers(201, cart(1));
    answers(201, cart(1).replace("c1", "c2"));
    run.answer(command);
    run.answer(command);
    nextRun();

    assertEquals("c1", run.result(command).get("CartId").getAsString());
    assertEquals("c2", run.result(command).get("CartId").getAsString());
    assertEquals(2, server.getRequestCount());
    answers(201, cart(1).replace("c1", "c3"));
    assertEquals("c3", run.result(command).get("CartId").getAsString());
  }

  @Test
  void whatIsDoneAndCannotBeReadAnyMoreMayBeDone() throws Exception {
    answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();
    Files.write(directory.resolve("journal"), new byte[0]);

    Answer answer = run.answer(newCart(1));

    assertError("JournalError", "Unknown", ExitCode.RUN_AGAIN, answer);
    assertTrue(message(answer).startsWith("The journal can't be read: "), message(answer));
    assertEquals(1, server.getRequestCount());
  }

  // Open.

  @Test
  void anOpenPurchaseIsSentAgainAsItWas() throws Exception {
    answers(503, "");
    answers(201, cart(1));
    assertError("ServiceError", "Unknown", ExitCode.RUN_AGAIN, run.answer(newCart(1)));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertFalse(again.isFailure());
    assertFalse(again.isFromJournal());
    RecordedRequest first = request();
    RecordedRequest second = request();
    assertEquals(id(first), id(second));
    assertEquals(first.getBody(), second.getBody());
  }

  @Test
  void aReplayedPurchaseIsReadBeforeItIsCheckedOut() throws Exception {
    answers(503, "");
    answers(201, cart(1));
    String command = Commands.newCart(item(1));
    run.answer(command);
    nextRun();
    run.answer(command);
    answers(200, cart(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
  }

  @Test
  void anOpenPurchaseWhoseRepeatIsRejectedStaysUnknownAndIsSentNoMore() throws Exception {
    answers(503, "");
    answers(400, REJECTED);
    run.answer(newCart(1));
    nextRun();
    assertEquals("Unknown", run.error(newCart(1)).get("Outcome").getAsString());
    nextRun();

    Answer refused = run.answer(newCart(1));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void anOpenCheckoutIsSubmittedAgain() throws Exception {
    answers(503, "");
    answers(200, order(""));
    run.answer(SUBMIT);
    nextRun();

    assertFalse(run.answer(SUBMIT).isFailure());
    assertEquals(id(request()), id(request()));
  }

  @Test
  void anOpenCommandOfAnotherAccountIsNotSent() throws Exception {
    answers(503, "");
    run.answer(newCart(1));
    nextRun(signedIn("other"));

    Answer refused = run.answer(newCart(1));

    assertError("OtherAccount", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void anOpenCommandAtAnotherServiceIsNotSentAndBothAreNamed() throws Exception {
    answers(503, "");
    run.answer(newCart(1));
    journal.close();
    begin("http://127.0.0.1:1", signedIn("token"), false);

    Answer refused = run.answer(newCart(1));

    assertError("OtherAccount", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    String account = "opaque token [0-9a-f]{32}";
    assertTrue(
        message(refused)
            .matches(
                "An earlier run sent it as %s to http://\\S+:%d; you are signed in as %s at http://127.0.0.1:1."
                    .formatted(account, server.getPort(), account)),
        message(refused));
  }

  @Test
  void withoutASignInOnlyWhatIsDoneIsAnswered() throws Exception {
    answers(200, order(""));
    answers(503, "");
    run.answer(SUBMIT);
    run.answer(newCart(1));
    nextRun(new NoSignIn("not signed in"));

    assertFalse(run.answer(SUBMIT).isFailure());
    assertError("NotSignedIn", "Unknown", ExitCode.SIGN_IN, run.answer(newCart(1)));
  }

  @Test
  void anOpenCommandThatNamesAnUnknownSessionMayBeDone() throws Exception {
    answers(503, "");
    run.answer(newCart(1));
    nextRun();

    assertError(
        "SessionNotFound",
        "Unknown",
        ExitCode.NEEDS_A_PERSON,
        run.answer(Commands.with("\"Session\":\"none\"", newCart(1))));
  }

  @Test
  void anOpenCommandThatIsStoppedMayBeDone() throws Exception {
    answers(503, "");
    run.answer(newCart(1));
    nextRun();
    InFlight stopped = run.read(newCart(1));
    stopped.stop().stop();

    assertError("OperationStopped", "Unknown", ExitCode.RUN_AGAIN, run.execute(stopped));
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aWrongLineWhoseKeyIsOpenMayBeDone() throws Exception {
    answers(503, "");
    run.answer(newCart(1));
    nextRun();

    assertError("InvalidCommandLine", "Unknown", ExitCode.NEEDS_A_PERSON, refuse("PO-1"));
    assertError("InvalidCommandLine", "NotSent", ExitCode.NEEDS_A_PERSON, refuse("PO-2"));
  }

  private Answer refuse(String key) {
    return run.execution()
        .refuse(
            new BadLine(
                1,
                new BadLine.Read(null, key, NewPartnerCustomerCart.TYPE, null),
                false,
                ErrorRecord.notACommand("wrong")));
  }

  @Test
  void whatIsOpenAndNotInTheInputIsNamed() throws Exception {
    answers(503, "");
    answers(201, cart(1));
    run.answer(newCart(1));
    run.answer(Commands.newCart(item(2)));
    nextRun();
    Journals journals = Journals.of(journal);

    List<String> open = journals.openElsewhere();

    assertEquals(1, open.size());
    assertTrue(open.get(0).contains("PO-1"), open::toString);
    assertEquals(List.of(), Journals.none().openElsewhere());
  }

  // Open updates.

  private void leaveOpen(String command) throws Exception {
    answers(200, cart(1));
    answers(503, "");
    assertEquals("Unknown", run.error(command).get("Outcome").getAsString());
    request();
    request();
    nextRun();
  }

  @Test
  void anOpenUpdateThatTheCartShowsIsDone() throws Exception {
    leaveOpen(set(2));
    answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    assertEquals(3, server.getRequestCount());
    nextRun();
    assertTrue(run.answer(set(2)).isFromJournal());
  }

  private static int quantity(JsonObject cart) {
    return cart.getAsJsonArray("LineItems").get(0).getAsJsonObject().get("Quantity").getAsInt();
  }

  @Test
  void anOpenUpdateOfACartThatIsAsBeforeIsSentAgain() throws Exception {
    leaveOpen(set(2));
    answers(200, cart(1));
    answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    request();
    assertEquals("PUT", request().getMethod());
  }

  @Test
  void anOpenUpdateOfACartThatIsNeitherIsLeft() throws Exception {
    leaveOpen(set(2));
    answers(200, cart(3));

    Answer refused = run.answer(set(2));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, refused);
    assertTrue(message(refused).contains("the cart c1 is neither what it was before"));
    assertEquals(3, server.getRequestCount());
  }

  @Test
  void anOpenUpdateWhoseRepeatWasRejectedIsReadAndNotSent() throws Exception {
    leaveOpen(set(2));
    answers(200, cart(1));
    answers(400, REJECTED);
    assertEquals("Unknown", run.error(set(2)).get("Outcome").getAsString());
    nextRun();
    answers(200, cart(1));

    assertError("OutcomeUnknown", "Unknown", ExitCode.NEEDS_A_PERSON, run.answer(set(2)));
    assertEquals(5, server.getRequestCount());
  }

  // Later.

  private void putOff(String command) throws Exception {
    answers(200, cart(1));
    answers(403, "{\"code\":\"800073\"}");
    assertEquals("Rejected", run.error(command).get("Outcome").getAsString());
    nextRun();
  }

  @Test
  void anUpdateThatWasPutOffIsMadeOfTheCartThatItWasMadeOf() throws Exception {
    putOff(set(2));
    answers(200, cart(1));
    answers(200, cart(2));

    assertEquals(2, quantity(run.result(set(2))));
    request();
    RecordedRequest first = request();
    request();
    assertNotEquals(id(first), id(request()));
  }

  @Test
  void anUpdateThatWasPutOffDoesNotUndoAnotherChange() throws Exception {
    putOff(set(2));
    answers(200, cart(3));

    Answer refused = run.answer(set(2));

    assertError("CartChanged", "NotSent", ExitCode.NEEDS_A_PERSON, refused);
    assertEquals("The cart c1 was changed since this command was sent before.", message(refused));
  }

  @Test
  void anUpdateThatWasPutOffIsMadeOfWhatWasShownInThisRun() throws Exception {
    putOff(set(2));
    answers(200, cart(3));
    answers(200, cart(3));
    answers(200, cart(2));
    run.answer(Commands.getCart("c1"));

    assertEquals(2, quantity(run.result(set(2))));
  }

  @Test
  void aLineItemThatWasPutOffIsAddedToTheCartAsItIs() throws Exception {
    String add = Commands.addLineItem("c1", item(2));
    putOff(add);
    answers(200, cart(3));
    answers(200, cart(3));

    assertEquals(3, quantity(run.result(add)));
  }

  @Test
  void aPurchaseThatWasPutOffIsSentUnderAnotherRequestId() throws Exception {
    answers(403, "{\"code\":\"800073\"}");
    answers(201, cart(1));
    run.answer(newCart(1));
    nextRun();

    assertFalse(run.answer(newCart(1)).isFailure());
    assertNotEquals(id(request()), id(request()));
  }

  @Test
  void whatNeverLeftThisMachineIsSentUnderItsRequestIdAndBody() throws Exception {
    answers(200, cart(1));
    run.result(Commands.getCart("c1"));
    journal.close();
    begin("http://127.0.0.1:1", signedIn("token"), false);
    String command = Commands.newCart(item(1));
    assertError("NoAnswer", "NotSent", ExitCode.RUN_AGAIN, run.answer(command));
    String stored =
        journal
            .lastSent(journal.state(TestCommands.of(command).identity(1)))
            .requestId()
            .toString();
    nextRun();
    answers(201, cart(1));

    assertFalse(run.answer(command).isFailure());
    request();
    assertEquals(stored, id(request()));
  }

  // Rejected for good.

  private void reject(String command) throws Exception {
    answers(400, REJECTED);
    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(command));
  }

  @Test
  void whatWasRejectedForGoodIsAnsweredSoAgain() throws Exception {
    answers(400, REJECTED);
    Answer before = run.answer(newCart(1));
    nextRun();

    Answer again = run.answer(newCart(1));

    assertEquals(before.body(), again.body());
    assertEquals(ExitCode.NEEDS_A_PERSON, again.exitCode());
    assertTrue(again.isFromJournal());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void whatWasRejectedIsSentAnewWhereThatIsAskedFor() throws Exception {
    reject(newCart(1));
    nextRunThatRetriesRejected();
    answers(201, cart(1));

    assertFalse(run.answer(newCart(1)).isFailure());
    assertNotEquals(id(request()), id(request()));
  }

  @Test
  void whatWasRejectedIsSentWithOtherContentUnderItsKey() throws Exception {
    reject(newCart(1));
    nextRun();
    answers(201, cart(2));

    assertFalse(run.answer(newCart(2)).isFailure());
  }

  @Test
  void aRejectedCheckoutIsSubmittedAgainOnceItsCartWasChanged() throws Exception {
    reject(SUBMIT);
    nextRun();
    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(SUBMIT));
    nextRun();
    answers(200, cart(1));
    answers(200, cart(2));
    run.result(set(2));
    answers(200, order(""));

    assertFalse(run.answer(SUBMIT).isFailure());
    assertEquals(4, server.getRequestCount());
  }

  @Test
  void aRejectedPurchaseStaysRejectedWhateverIsDone() throws Exception {
    String add = Commands.addLineItem("c1", item(1));
    answers(200, cart(1));
    reject(add);
    nextRun();
    answers(200, cart(1));
    answers(200, cart(2));
    run.result(set(2));

    assertError("ServiceError", "Rejected", ExitCode.NEEDS_A_PERSON, run.answer(add));
    assertEquals(4, server.getRequestCount());
  }

  // Done in part.

  @Test
  void aCheckoutOfWhichSomeFailedIsAnsweredSoAgain() throws Exception {
    answers(200, PARTLY);
    Answer before = run.answer(SUBMIT);
    nextRun();

    Answer again = run.answer(SUBMIT);

    assertError("OrdersFailed", "Partial", ExitCode.NEEDS_A_PERSON, again);
    assertEquals(before.body(), again.body());
    assertTrue(again.isFromJournal());
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void withoutASignInNoPartIsAnswered() throws Exception {
    answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRun(new NoSignIn("not signed in"));

    assertError("NotSignedIn", "Unknown", ExitCode.SIGN_IN, run.answer(SUBMIT));
  }

  @Test
  void aRejectedRepeatLeavesAPartAsItWasWithTheNewError() throws Exception {
    answers(200, PARTLY);
    Answer before = run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    answers(400, REJECTED);

    Answer again = run.answer(SUBMIT);

    assertError("ServiceError", "Partial", ExitCode.NEEDS_A_PERSON, again);
    assertEquals(before.body().result(), again.body().result());
    assertNotEquals(id(request()), id(request()));
  }

  @Test
  void aRepeatWhoseAnswerIsLostMayHaveOrderedTheRest() throws Exception {
    answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    answers(503, "");

    Answer again = run.answer(SUBMIT);

    assertError("ServiceError", "Unknown", ExitCode.RUN_AGAIN, again);
    assertNull(again.body().result());
  }

  @Test
  void aRepeatMayOrderTheRest() throws Exception {
    answers(200, PARTLY);
    run.answer(SUBMIT);
    nextRunThatRetriesRejected();
    answers(200, order(""));

    assertEquals(ExitCode.DONE, run.answer(SUBMIT).exitCode());
  }
}
