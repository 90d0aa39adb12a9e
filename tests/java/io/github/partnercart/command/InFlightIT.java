package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.Jwt;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command does to those that are in flight beside it, and to those that build on it. */
class InFlightIT {
  private static final String REQUEST_ID = "9f6c0f1e-52a1-4c7b-9d55-0a3a3f6b7c11";

  @TempDir private Path directory;
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private PartnerCartProcess.Setup process(String... options) {
    List<String> all = new ArrayList<>(List.of("--endpoint", server.url("/").toString()));
    all.addAll(List.of(options));
    return PartnerCartProcess.with(all.toArray(String[]::new))
        .environment("PARTNER_CENTER_ACCESS_TOKEN", token("a"));
  }

  private PartnerCartProcess.Setup withJournal(String... options) {
    List<String> all = new ArrayList<>(List.of("--journal", directory.resolve("j").toString()));
    all.addAll(List.of(options));
    return process(all.toArray(String[]::new));
  }

  private static String token(String tenant) {
    String payload = "{\"tid\":\"%s\",\"oid\":\"o\"}".formatted(tenant);
    return Jwt.of(payload);
  }

  private static MockResponse.Builder cart(String id, int quantity) {
    return new MockResponse.Builder()
        .body(
            "{\"id\":\"%s\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":%d}]}"
                .formatted(id, quantity));
  }

  /** Long enough that the lines after it are read meanwhile. */
  private static MockResponse late(MockResponse.Builder answer) {
    return answer.headersDelay(1500, TimeUnit.MILLISECONDS).build();
  }

  private static MockResponse refusal(int status) {
    return new MockResponse.Builder().code(status).body("{\"code\":\"800099\"}").build();
  }

  private static String set(int quantity) {
    return Commands.command(
        "Set-PartnerCustomerCart",
        "\"CartId\":\"c1\",\"LineItems\":[{\"CatalogItemId\":\"A:1:B\",\"Quantity\":%d}]"
            .formatted(quantity));
  }

  private static String submit() {
    return Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\"");
  }

  private static String keyed(String command) {
    return Commands.with("\"IdempotencyKey\":\"PO-1\"", command);
  }

  private static String newCart() {
    return Commands.newCart("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}");
  }

  private static JsonObject error(Output output, int answer) {
    return output.answers().get(answer).getAsJsonObject("Error");
  }

  private static void assertEarlierFailure(Output output, int answer, int line) {
    String error = error(output, answer).toString();
    assertTrue(error.contains("EarlierCommandFailed"), output::toString);
    assertTrue(error.contains("The command of line " + line + ","), output::toString);
  }

  @Test
  void aFailedChangeStandsAgainstTheCheckoutWhateverFailsAfterIt() throws Exception {
    server.enqueue(late(cart("c1", 1)));
    server.enqueue(refusal(400));
    String wrong = Commands.command("Set-PartnerCustomerCart", "\"CartId\":\"c1\",\"Wrong\":1");

    Output output = process().run(set(10) + "\n" + submit() + "\n" + wrong);

    assertEarlierFailure(output, 1, 1);
    assertEquals(2, server.getRequestCount());
  }

  @Test
  void aChangeThatIsRefusedBesideOneInFlightStandsAgainstTheCheckout() throws Exception {
    server.enqueue(cart("c1", 1).build());
    server.enqueue(late(cart("c1", 10)));

    Output output =
        withJournal().run(keyed(set(10)) + "\n" + keyed(set(20)) + "\n" + submit() + "\n");

    assertTrue(output.stdout().contains("IdempotencyKeyReused"), output::toString);
    assertEarlierFailure(output, 2, 2);
    assertEquals(2, server.getRequestCount());
  }

  private static String connectAsB() {
    return "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"%s\"}}"
        .formatted(token("b"));
  }

  @Test
  void aKeyInFlightIsNotAnsweredToAnotherAccount() throws Exception {
    server.enqueue(late(cart("c1", 1)));
    server.enqueue(cart("c2", 1).build());

    Output output =
        process().run(keyed(newCart()) + "\n" + connectAsB() + "\n" + keyed(newCart()) + "\n");

    assertTrue(output.answers().get(0).toString().contains("c1"), output::toString);
    assertTrue(output.answers().get(2).toString().contains("c2"), output::toString);
    assertNotEquals(
        server.takeRequest().getHeaders().get("MS-RequestId"),
        server.takeRequest().getHeaders().get("MS-RequestId"));
  }

  @Test
  void withAJournalAKeyInFlightIsAnotherAccounts() throws Exception {
    server.enqueue(late(cart("c1", 1)));

    Output output =
        withJournal().run(keyed(newCart()) + "\n" + connectAsB() + "\n" + keyed(newCart()) + "\n");

    assertTrue(error(output, 2).toString().contains("OtherAccount"), output::toString);
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aRequestIdThatWasGivenIsKeptByTheNextRun() throws Exception {
    server.enqueue(new MockResponse.Builder().code(403).body("{\"code\":\"800073\"}").build());
    server.enqueue(cart("c1", 1).build());
    String input = Commands.with("\"RequestId\":\"" + REQUEST_ID + "\"", newCart());

    Output first = withJournal("--max-attempts", "1").run(input);
    Output second = withJournal("--max-attempts", "1").run(input);

    assertEquals(1, first.exitCode(), first::toString);
    assertEquals(0, second.exitCode(), second::toString);
    assertEquals(REQUEST_ID, server.takeRequest().getHeaders().get("MS-RequestId"));
    assertEquals(REQUEST_ID, server.takeRequest().getHeaders().get("MS-RequestId"));
  }

  @Test
  void aRefusedReadDoesNotSayThatAGivenRequestIdWasRejected() throws Exception {
    server.enqueue(refusal(400));

    Output output = process().run(Commands.with("\"RequestId\":\"" + REQUEST_ID + "\"", set(10)));

    assertEquals("Unknown", error(output, 0).get("Outcome").getAsString(), output::toString);
    assertEquals(REQUEST_ID, error(output, 0).get("RequestId").getAsString(), output::toString);
  }

  @Test
  void aCommandThatWaitsForTheAnswerOfAnotherCanBeStopped() throws Exception {
    server.enqueue(late(cart("c1", 1)));
    String stop = "{\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":2}}";

    Output output =
        process()
            .run(
                Commands.with("\"Id\":1", keyed(newCart()))
                    + "\n"
                    + Commands.with("\"Id\":2", keyed(newCart()))
                    + "\n"
                    + Commands.with("\"Id\":3", stop));

    JsonObject stopped = output.answers().get(0);
    assertEquals(2, stopped.get("Id").getAsInt(), output::toString);
    assertTrue(stopped.toString().contains("OperationStopped"), output::toString);
    assertEquals("Unknown", error(output, 0).get("Outcome").getAsString(), output::toString);
    assertTrue(output.stdout().contains("\"WasInFlight\":true"), output::toString);
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aWrongLineWhoseKeyIsOpenIsUnknownWhereOnlyKeyedCommandsHaveAJournal() throws Exception {
    server.enqueue(new MockResponse.Builder().code(503).build());
    Output first = withJournal("--max-attempts", "1").run(keyed(newCart()));
    assertEquals("Unknown", error(first, 0).get("Outcome").getAsString(), first::toString);

    Output second =
        withJournal("--keyed-only")
            .run(keyed(Commands.command("New-PartnerCustomerCart", "\"Wrong\":1")));

    assertEquals("Unknown", error(second, 0).get("Outcome").getAsString(), second::toString);
  }

  @Test
  void aNewCartFromTheJournalTakesItsTurnWithTheCommandsOnIt() throws Exception {
    server.enqueue(cart("c1", 1).build());
    Output first = withJournal().run(keyed(newCart()));
    assertEquals(0, first.exitCode(), first::toString);
    server.enqueue(late(cart("c1", 1)));
    server.enqueue(cart("c1", 10).build());
    server.enqueue(cart("c1", 10).build());

    Output second = withJournal().run(set(10) + "\n" + keyed(newCart()) + "\n" + submit());

    assertTrue(error(second, 2).toString().contains("CartChanged"), second::toString);
    assertEquals(4, server.getRequestCount());
  }
}
