package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.Jwt;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are cut off, changed, and resumed with the same journal. */
class JournalIT {
  private static final int LINES = 120;
  private static final String WHOLE_CART = "\\{\"CreationTimestamp.*\"Status\":\"Active\"}";

  @TempDir private Path directory;
  private Path journal;

  @BeforeEach
  void name() {
    journal = directory.resolve("journal");
  }

  private static String input(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> Commands.lineItem("\"FriendlyName\":\"item " + i + "\""))
        .map(item -> Commands.newCart(item) + "\n")
        .collect(Collectors.joining());
  }

  private PartnerCartProcess.Setup process(String address, String... options) {
    List<String> all =
        new ArrayList<>(List.of("--journal", journal.toString(), "--endpoint", address));
    all.addAll(List.of(options));
    return PartnerCartProcess.with(all.toArray(String[]::new))
        .environment("PARTNER_CENTER_ACCESS_TOKEN", "token");
  }

  private static Sandbox sandbox(double faultRate) throws IOException {
    return Sandbox.start(new SandboxOptions(0, null, faultRate, 11));
  }

  private static void assertBought(Output output, int lines) {
    assertEquals(0, output.exitCode(), output::toString);
    List<JsonObject> answers = output.answers();
    assertEquals(lines, answers.size());
    for (int i = 0; i < lines; i++) {
      JsonObject item = answers.get(i).getAsJsonArray("LineItems").get(0).getAsJsonObject();
      assertEquals("item " + (i + 1), item.get("FriendlyName").getAsString());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void aBatchThatIsKilledAtAnyMomentIsBoughtOnce() throws Exception {
    Random random = new Random(5);
    String input = input(LINES);
    try (Sandbox sandbox = sandbox(0.1)) {
      String address = sandbox.address().toString();
      Set<String> carts = new LinkedHashSet<>();
      for (int round = 0; round < 6; round++) {
        try (PartnerCartProcess process =
            process(address, "--max-attempts", "30", "--concurrency", "6").start()) {
          process.write(input);
          awaitRequests(sandbox, sandbox.statistics().requests() + random.nextInt(20), process);
          process.signal(round % 3 == 2 ? "TERM" : "KILL");
          // What was stopped is answered with an error now, and with a cart in the end.
          process
              .end()
              .stdout()
              .lines()
              .filter(line -> line.matches(WHOLE_CART))
              .forEach(carts::add);
        }
      }

      Output last = process(address, "--max-attempts", "30").run(input);

      assertBought(last, LINES);
      assertTrue(last.stdout().lines().toList().containsAll(carts), "other carts than before");
      assertEquals(LINES, sandbox.statistics().cartsCreated());
    }
  }

  private static void awaitRequests(Sandbox sandbox, long least, PartnerCartProcess process)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (sandbox.statistics().requests() < least && process.isAliveAfter(2)) {
      assertTrue(System.nanoTime() < end, "the process sent too few requests");
    }
  }

  @Test
  void aRunThatIsOverIsAnsweredByteForByteAndSendsNothing() throws Exception {
    String input =
        input(5)
            + "{\"Command\":\"New-PartnerCustomerCart\"\n"
            + Commands.with("\"Id\":7", Commands.newCart(Commands.lineItem("")))
            + "\n\n"
            + Commands.WHAT_IF;
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output first = process(address, "--concurrency", "1").run(input);
      long requests = sandbox.statistics().requests();

      Output second = process(address, "--concurrency", "1").run(input);

      assertEquals(4, first.exitCode(), first::toString);
      assertEquals(8, first.answers().size(), first::toString);
      // Those with an Id come in any order.
      assertEquals(
          first.stdout().lines().sorted().toList(), second.stdout().lines().sorted().toList());
      assertEquals(requests, sandbox.statistics().requests());
      assertTrue(second.stderr().contains("6 answers came from earlier runs"), second.stderr());
    }
  }

  @Test
  void linesMayBeAddedRemovedReorderedAndFixed() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      String keyed = "\"IdempotencyKey\":\"%s\"";
      String a = Commands.with(keyed.formatted("a"), newCart("a"));
      String b = Commands.with(keyed.formatted("b"), newCart("b"));
      String wrong =
          Commands.with(keyed.formatted("c"), newCart("c").replace("Quantity", "Quatity"));
      String fixed = Commands.with(keyed.formatted("c"), newCart("c"));
      Output first = process(address).run(a + "\n" + wrong + "\n" + b);

      Output second = process(address).run(fixed + "\n" + b + "\n" + a);

      assertEquals(4, first.exitCode(), first::toString);
      assertEquals(0, second.exitCode(), second::toString);
      assertEquals(3, sandbox.statistics().cartsCreated());
      List<String> before = first.stdout().lines().toList();
      List<String> after = second.stdout().lines().toList();
      assertEquals(List.of(before.get(2), before.get(0)), after.subList(1, 3));
    }
  }

  private static String newCart(String name) {
    return Commands.newCart(Commands.lineItem("\"FriendlyName\":\"" + name + "\""));
  }

  @Test
  void whatIsAddedToTheInputIsRun() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output first = process(address).run(input(3));

      Output longer = process(address).run(input(5));

      assertBought(longer, 5);
      assertTrue(longer.stdout().startsWith(first.stdout()));
      assertEquals(5, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no limits to the size of files")
  void whatTheFullDiskDoesNotKeepIsNotSent() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output cut =
          process(address, "--concurrency", "4")
              .through("ulimit -f 20; exec \"$@\"")
              .run(input(LINES));

      assertEquals(1, cut.exitCode(), cut::toString);
      assertEquals(LINES, cut.answers().size());
      List<JsonObject> errors =
          cut.answers().stream()
              .filter(answer -> answer.has("Error"))
              .map(answer -> answer.getAsJsonObject("Error"))
              .toList();
      assertEquals(LINES - errors.size(), sandbox.statistics().cartsCreated());
      for (JsonObject error : errors) {
        assertEquals("NotSent", error.get("Outcome").getAsString());
        assertEquals("JournalError", error.get("ErrorId").getAsString());
      }

      assertBought(process(address).run(input(LINES)), LINES);
      assertEquals(LINES, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void whatMayHaveBeenDoneIsFoundOut() throws Exception {
    try (Sandbox sandbox = sandbox(0.3)) {
      String address = sandbox.address().toString();
      Output first = process(address, "--max-attempts", "1").run(input(20));
      assertTrue(first.stdout().contains("\"Outcome\":\"Unknown\""), first.stdout());

      assertBought(process(address, "--max-attempts", "40").run(input(20)), 20);
      assertEquals(20, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void anAddThatWasDoneButNotAnsweredIsNotDoneAgain() throws Exception {
    String command = Commands.addLineItem("c1", Commands.lineItem("")) + "\n";
    String item = "{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":1}";
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(cart(item));
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      Output first = process(address, "--max-attempts", "1").run(command);
      assertEquals("Unknown", outcome(first), first::toString);

      // It was done: the cart now has the line item, which must not be added once more.
      String added =
          "{\"id\":1,\"catalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"quantity\":10}";
      server.enqueue(cart(item + "," + added));
      Output second = process(address).run(command);

      assertEquals(0, second.exitCode(), second::toString);
      assertEquals(2, second.answers().get(0).getAsJsonArray("LineItems").size());
      assertEquals(3, server.getRequestCount());
    }
  }

  @Test
  void anOpenAddIsSentAgainWhileTheCartIsWhatItWas() throws Exception {
    String command = Commands.addLineItem("c1", Commands.lineItem("")) + "\n";
    String item = "{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":1}";
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(cart(item));
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      Output unused = process(address, "--max-attempts", "1").run(command);

      server.enqueue(cart(item));
      server.enqueue(cart(item));
      Output second = process(address).run(command);

      assertEquals(0, second.exitCode(), second::toString);
      RecordedRequest read = server.takeRequest();
      RecordedRequest put = server.takeRequest();
      read = server.takeRequest();
      RecordedRequest again = server.takeRequest();
      assertEquals("GET", read.getMethod());
      assertEquals("PUT", again.getMethod());
      assertEquals(put.getBody(), again.getBody());

      // Somebody else has changed the cart: it is left as it is.
      Files.delete(journal);
      server.enqueue(cart(item));
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      unused = process(address, "--max-attempts", "1").run(command);
      server.enqueue(cart(item.replace("\"quantity\":1", "\"quantity\":2")));
      Output third = process(address).run(command);
      assertEquals(4, third.exitCode(), third::toString);
      assertEquals("Unknown", outcome(third), third::toString);
    }
  }

  private static MockResponse cart(String items) {
    return new MockResponse.Builder().body("{\"id\":\"c1\",\"lineItems\":[" + items + "]}").build();
  }

  private static String outcome(Output output) {
    return output.answers().get(0).getAsJsonObject("Error").get("Outcome").getAsString();
  }

  @Test
  void aRunWithoutASignInDoesNotSayThatNothingWasSentByTheOneBefore() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      Output unused = process(address, "--max-attempts", "1").run(input(1));

      Output second = process(address).environment("PARTNER_CENTER_ACCESS_TOKEN", "").run(input(1));

      assertEquals("Unknown", outcome(second), second::toString);
      server.enqueue(new MockResponse.Builder().code(400).body("{}").build());
      Output refused = process(address).run(input(1));
      assertEquals("Unknown", outcome(refused), refused::toString);
    }
  }

  @Test
  void aSignInIsMadeAnewAndNothingOfItIsKept() throws Exception {
    String connect =
        "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"AccessToken\":\"%s\"}}\n";
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      String token = token("o", 1);
      Output first = process(address).run(connect.formatted(token) + input(3));
      assertFalse(Files.readString(journal).contains(token));

      Output second = process(address).run(connect.formatted(token("o", 2)) + input(3));

      assertEquals(0, second.exitCode(), second::toString);
      assertEquals(
          first.stdout().lines().skip(1).toList(), second.stdout().lines().skip(1).toList());
      assertEquals(3, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void twoProcessesCanNotShareOne() throws Exception {
    try (Sandbox sandbox = sandbox(0);
        PartnerCartProcess first = process(sandbox.address().toString()).start()) {
      first.write(input(1));
      JsonObject unused = first.nextAnswer();

      Output second = process(sandbox.address().toString()).run(input(1));

      assertEquals(2, second.exitCode(), second::toString);
      assertTrue(second.stderr().contains("another process is using"), second.stderr());
      first.closeInput();
      assertEquals(0, first.end().exitCode());
    }
  }

  private static String token(String account, int number) {
    String payload = "{\"tid\":\"t\",\"oid\":\"%s\",\"jti\":\"%d\"}".formatted(account, number);
    return Jwt.of(payload);
  }

  private static String keyed(String key, String command) {
    return Commands.with("\"IdempotencyKey\":\"" + key + "\"", command);
  }

  private static String set(String cart, int quantity) {
    return Commands.command(
        "Set-PartnerCustomerCart",
        "\"CartId\":\"%s\",\"LineItems\":[{\"CatalogItemId\":\"A:1:B\",\"Quantity\":%d}]"
            .formatted(cart, quantity));
  }

  private static String submit(String cart) {
    return Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"" + cart + "\"");
  }

  private static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).body("{\"code\":\"800099\"}").build();
  }

  private static String item(int quantity) {
    return "{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":" + quantity + "}";
  }

  @Test
  void anOlderChangeDoesNotOverwriteANewerOne() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(cart(item(1)));
      server.enqueue(status(503));
      Output first =
          process(address, "--max-attempts", "1").run(set("c1", 10) + "\n" + set("c1", 2));
      assertEquals("Unknown", outcome(first), first::toString);
      assertTrue(first.stdout().contains("EarlierCommandFailed"), first.stdout());

      // Meanwhile the cart was set to 2 by another program.
      server.enqueue(cart(item(2)));
      Output second =
          process(address).run(set("c1", 10) + "\n" + set("c1", 2) + "\n" + submit("c1"));

      assertEquals(4, second.exitCode(), second::toString);
      assertEquals(3, second.answers().size());
      assertEquals(3, server.getRequestCount(), "nothing is put, and nothing is bought");
    }
  }

  @Test
  void anotherCommandOnTheSameParametersIsAnotherOne() throws Exception {
    String line = "{\"CustomerId\":\"" + Commands.CUSTOMER + "\",\"CartId\":\"c1\"}";
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(cart(item(1)));
      Output shown = process(address, "--command", "Get-PartnerCustomerCart").run(line);
      assertEquals(0, shown.exitCode(), shown::toString);

      server.enqueue(cart(item(1)));
      server.enqueue(
          new MockResponse.Builder().code(201).body("{\"orders\":[{\"id\":\"o1\"}]}").build());
      Output bought = process(address, "--command", "Submit-PartnerCustomerCart").run(line);

      assertEquals(0, bought.exitCode(), bought::toString);
      assertTrue(bought.stdout().contains("o1"), bought.stdout());
    }
  }

  @Test
  void whatOneAccountSentIsNeverSentAsAnother() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      Output unused =
          process(address, "--max-attempts", "1")
              .environment("PARTNER_CENTER_ACCESS_TOKEN", token("a", 1))
              .run(input(1));

      Output second =
          process(address).environment("PARTNER_CENTER_ACCESS_TOKEN", token("b", 1)).run(input(1));

      assertEquals(4, second.exitCode(), second::toString);
      assertEquals("Unknown", outcome(second), second::toString);
      assertTrue(
          second.stdout().contains("An earlier run sent it as a of tenant t"), second.stdout());
      assertEquals(1, server.getRequestCount());
    }
  }

  @Test
  void tokenThatBecomesAnotherAccountsEndsTheCommand() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), token("a", 1));
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
              try {
                Files.writeString(file, token("b", 1));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return status(503);
            }
          });
      Output output =
          PartnerCartProcess.with(
                  "--endpoint", server.url("/").toString(), "--access-token-file", file.toString())
              .run(input(1));

      assertEquals("Unknown", outcome(output), output::toString);
      assertTrue(output.stdout().contains("now belongs to another account"), output.stdout());
      assertEquals(1, server.getRequestCount());
    }
  }

  @Test
  void aLoopUntilItIsNotOneEnds() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      String input = keyed("a", newCart("a")) + "\n" + keyed("b", newCart("b"));
      server.enqueue(status(409));
      server.enqueue(status(400));
      Output first = process(address, "--concurrency", "1").run(input);
      assertEquals(1, first.exitCode(), first::toString);

      server.enqueue(cart(item(1)));
      Output second = process(address, "--concurrency", "1").run(input);

      assertEquals(4, second.exitCode(), second::toString);
      assertTrue(second.answers().get(0).has("Result"), second::toString);
      assertEquals(
          "Rejected",
          second.answers().get(1).getAsJsonObject("Error").get("Outcome").getAsString());
      assertEquals(3, server.getRequestCount());

      server.enqueue(cart(item(1)));
      Output third = process(address, "--retry-rejected").run(input);
      assertEquals(0, third.exitCode(), third::toString);
    }
  }

  @Test
  void whatIsOpenAndNotInTheInputIsNamed() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      String address = server.url("/").toString();
      server.enqueue(status(503));
      Output unused = process(address, "--max-attempts", "1").run(keyed("PO-1", newCart("a")));

      Output empty = process(address).run("\n");

      assertEquals(4, empty.exitCode(), empty::toString);
      assertTrue(
          empty.stderr().contains("New-PartnerCustomerCart with the key \"PO-1\""), empty.stderr());
    }
  }

  @Test
  void keyIsNotUsedForAnotherPurchase() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output first = process(address).run(keyed("PO-1", newCart("a")));
      assertEquals(0, first.exitCode(), first::toString);

      Output second = process(address).run(keyed("PO-1", newCart("b")));

      assertEquals(4, second.exitCode(), second::toString);
      assertEquals("Unknown", outcome(second), second::toString);
      assertTrue(second.stdout().contains("with another lineitems"), second.stdout());
      assertEquals(1, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void withoutAJournalAKeyMakesOneCartAndUpdatesNeedAJournal() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String input = keyed("PO-1", newCart("a")) + "\n" + keyed("PO-2", set("c1", 1));
      PartnerCartProcess.Setup process =
          PartnerCartProcess.with("--endpoint", sandbox.address().toString())
              .environment("PARTNER_CENTER_ACCESS_TOKEN", "token");
      Output first = process.run(input);
      Output second = process.run(input);

      assertEquals(4, second.exitCode(), second::toString);
      assertEquals(first.stdout(), second.stdout());
      assertTrue(second.stdout().contains("JournalRequired"), second.stdout());
      assertEquals(1, sandbox.statistics().cartsCreated());
    }
  }

  @Test
  void aCheckoutAfterAFailedChangeIsNotSent() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      server.enqueue(cart(item(1)));
      server.enqueue(status(400));
      Output output = process(server.url("/").toString()).run(set("c1", 10) + "\n" + submit("c1"));

      assertEquals(4, output.exitCode(), output::toString);
      assertTrue(output.stdout().contains("EarlierCommandFailed"), output.stdout());
      assertEquals(2, server.getRequestCount());
    }
  }

  @Test
  void aJournalInAFolderOfOthersIsRefused() throws Exception {
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    Output output =
        PartnerCartProcess.with("--sandbox", "--journal", open.resolve("journal").toString())
            .run(input(1));

    assertEquals(2, output.exitCode(), output::toString);
    assertTrue(output.stderr().contains("others can write to " + open), output.stderr());
  }

  @Test
  void aJournalOfTheFirstFormatIsRefused() throws Exception {
    Files.writeString(
        journal, "5c4fd8a2 {\"Journal\":\"partner-cart 1\",\"Service\":\"sandbox\"}\n");
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-------"));

    Output output =
        PartnerCartProcess.with("--sandbox", "--journal", journal.toString()).run(input(1));

    assertEquals(2, output.exitCode(), output::toString);
    assertTrue(output.stderr().contains("was written by partner-cart 0.1"), output.stderr());
  }
}
