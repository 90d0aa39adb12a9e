package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Batches that are cut off, and gone on with by the same input and the same journal. */
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
            + Commands.getCart("0a719251-cd8c-4ac6-a39d-7d6e573397af")
            + "\n"
            + Commands.with("\"Id\":7", Commands.newCart(Commands.lineItem("")))
            + "\n\n"
            + Commands.WHAT_IF;
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output first = process(address, "--concurrency", "1").run(input);
      long requests = sandbox.statistics().requests();

      Output second = process(address, "--concurrency", "1").run(input);

      assertEquals(1, first.exitCode(), first::toString);
      assertEquals(9, first.answers().size(), first::toString);
      // Those with an Id come in any order.
      assertEquals(
          first.stdout().lines().sorted().toList(), second.stdout().lines().sorted().toList());
      assertEquals(requests, sandbox.statistics().requests());
    }
  }

  @Test
  void anotherInputIsRefusedBeforeAnythingOfItIsSent() throws Exception {
    try (Sandbox sandbox = sandbox(0)) {
      String address = sandbox.address().toString();
      Output first = process(address).run(input(3));

      Output other = process(address).run(input(4).replace("item 2", "item two"));

      assertEquals(2, other.exitCode(), other::toString);
      assertEquals(first.stdout().lines().limit(1).toList(), other.stdout().lines().toList());
      assertTrue(other.stderr().contains("Line 2 is not the one"), other.stderr());
      assertEquals(3, sandbox.statistics().cartsCreated());
    }
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
  void aChangeThatMayHaveBeenDoneIsSentAgainAsItWas() throws Exception {
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
      server.enqueue(cart(item + "," + item.replace("\"id\":0", "\"id\":1")));
      server.enqueue(cart(item + "," + item.replace("\"id\":0", "\"id\":1")));
      Output second = process(address).run(command);

      assertEquals(0, second.exitCode(), second::toString);
      RecordedRequest unused = server.takeRequest();
      RecordedRequest put = server.takeRequest();
      unused = server.takeRequest();
      RecordedRequest again = server.takeRequest();
      assertEquals("PUT", again.getMethod());
      assertEquals(put.getBody(), again.getBody());
      assertEquals(put.getHeaders().get("MS-RequestId"), again.getHeaders().get("MS-RequestId"));
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
      Output first = process(address).run(connect.formatted("s3cret-1") + input(3));
      assertFalse(Files.readString(journal).contains("s3cret"));

      Output second = process(address).run(connect.formatted("s3cret-2") + input(3));

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
}
