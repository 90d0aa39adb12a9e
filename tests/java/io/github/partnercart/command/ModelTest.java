package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.Commands;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.MortalDisk;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.protocol.TestLoop;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignIns;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of tests/model/journal_model.py, crashes and power cuts included, on real files
 * and a service on loopback: what comes out is what the model says.
 */
class ModelTest {
  /** The model's names for what is refused before anything is sent. */
  private static final Map<String, String> ERRORS =
      Map.of(
          "EarlierCommandFailed", "EarlierCommandFailed",
          "JournalRequired", "JournalRequired",
          "AnotherAccount", "OtherAccount",
          "IdempotencyKeyReused", "IdempotencyKeyReused",
          "NotSignedIn", "NotSignedIn",
          "UnknownSession", "SessionNotFound",
          "CartChanged", "CartChanged",
          "JournalFull", "JournalError");

  /** Fewer of them where the test is run for each change of the code. */
  private static final int HISTORIES = Integer.getInteger("model.histories", 3000);

  /** More would say no more. */
  private static final int MOST_WRONG = 20;

  @TempDir private Path directory;
  private ModelService service;
  private PartnerCenter partnerCenter;

  @BeforeEach
  void start() throws Exception {
    service = new ModelService();
    partnerCenter =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(service.address().toString()),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(1),
                new RetrySettings(2, Duration.ofNanos(1)),
                false),
            new NoSignIn(""));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void whatComesOutIsWhatTheModelSays() throws Exception {
    List<String> wrong = new ArrayList<>();
    int number = 0;
    for (String history : histories()) {
      number++;
      Path journal = directory.resolve("journal" + number);
      JsonObject parsed = JsonParser.parseString(history).getAsJsonObject();
      service.forget(memory(parsed));
      try {
        new History(journal).play(parsed);
      } catch (AssertionError e) {
        wrong.add("history " + number + ": " + e.getMessage() + "\n" + history);
        assertTrue(wrong.size() < MOST_WRONG, () -> String.join("\n", wrong));
      }
      Files.deleteIfExists(journal);
    }
    assertTrue(wrong.isEmpty(), () -> wrong.size() + " of them: " + String.join("\n", wrong));
    assertEquals(HISTORIES, number);
  }

  private static int memory(JsonObject history) {
    int memory = history.get("memory").getAsInt();
    return memory < 0 ? Integer.MAX_VALUE : memory;
  }

  private static List<String> histories() throws Exception {
    try (InputStream in = ModelTest.class.getResourceAsStream("/model/histories.jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      return lines.lines().limit(HISTORIES).toList();
    }
  }

  /** One history with its service and its journal. */
  private final class History {
    private final Path journal;
    private final AtomicLong now = new AtomicLong();
    private int runs;

    private History(Path journal) {
      this.journal = journal;
    }

    private void play(JsonObject history) throws Exception {
      // What was shown of the cart that is there from the start.
      try (Journal seed = Journal.open(journal)) {
        seed.printed("X", "");
        seed.printed("X", Cart.of(cartX()).orElseThrow().state());
      }
      for (JsonElement run : history.getAsJsonArray("runs")) {
        runs++;
        run(run.getAsJsonObject());
        if (run.getAsJsonObject().get("afterwards") instanceof JsonArray change) {
          service.outside(
              change.get(0).getAsString(),
              change.get(1).isJsonNull() ? null : change.get(1).getAsString(),
              runs);
        }
      }
    }

    private static JsonObject cartX() {
      JsonObject cart = new JsonObject();
      cart.addProperty("id", "X");
      cart.add("lineItems", ModelService.items("x"));
      return cart;
    }

    private void run(JsonObject run) throws Exception {
      Steps steps = new Steps(run.get("killedAtStep").getAsInt());
      List<String> faults =
          run.getAsJsonArray("requests").asList().stream().map(JsonElement::getAsString).toList();
      service.begin(faults, steps::step);
      int full = run.get("diskFullAfter").getAsInt();
      MortalDisk disk =
          run.get("noJournal").getAsBoolean()
              ? null
              : MortalDisk.open(
                  journal,
                  steps,
                  full < 0 ? Integer.MAX_VALUE : full,
                  run.get("noReserve").getAsBoolean());
      int exitCode = exitCode(run, disk, steps);
      boolean isKilled = run.get("exit").isJsonNull();
      assertEquals(isKilled, steps.isOver(), "killed in run " + runs);
      if (isKilled && run.get("powerCut").getAsBoolean() && disk != null) {
        disk.cutPower(journal);
      }
      // The module's process has no exit code that anybody looks at.
      if (!isKilled && !run.get("inModule").getAsBoolean()) {
        assertEquals(run.get("exit").getAsInt(), exitCode, "exit code of run " + runs);
      }
    }

    private int exitCode(JsonObject run, MortalDisk disk, Steps steps) throws Exception {
      try (Journals all = journals(run, disk);
          MortalDisk closed = disk) {
        Execution execution =
            new Execution(
                all,
                sessions(run.get("account").getAsString()),
                new Execution.Settings(run.get("retryRejected").getAsBoolean(), null),
                now::get);
        TestLoop loop = new TestLoop(execution, steps::step, steps::isOver);
        for (JsonElement line : run.getAsJsonArray("lines")) {
          if (!steps.isOver()) {
            line(line.getAsJsonObject(), loop);
          }
        }
        ExitCode exitCode = loop.end();
        if (steps.isOver()) {
          return -1;
        }
        boolean isOpen = loop.isWholeInput() && !all.openElsewhere().isEmpty();
        return (isOpen ? exitCode.and(ExitCode.NEEDS_A_PERSON) : exitCode).number();
      }
    }

    private Journals journals(JsonObject run, @Nullable MortalDisk disk) throws Exception {
      if (disk == null) {
        return Journals.none();
      }
      return run.get("inModule").getAsBoolean()
          ? Journals.ofKeyed(disk::journal)
          : Journals.of(disk.journal());
    }

    private Sessions sessions(String account) throws Exception {
      AccessTokenSource tokens =
          account.equals("none")
              ? new NoSignIn("nobody is signed in")
              : GivenAccessToken.of(account, "the test");
      return new Sessions(
          partnerCenter.with(partnerCenter.settings().endpoint(), tokens),
          true,
          Cloud.AzureCloud,
          new SignIns(
              (method, authority) -> {
                throw new AssertionError();
              },
              new SignInEnvironment(Map.of(), message -> {}),
              message -> {}));
    }

    private void line(JsonObject line, TestLoop loop) throws Exception {
      String cart = line.get("cart").getAsString();
      if (line.get("isChangedBefore").getAsBoolean()) {
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        service.outside("adds to", cart, runs);
      }
      String answer = loop.answerTo(text(line));
      if (line.get("answer") instanceof JsonObject expected) {
        String where = "run " + runs + ", " + line + " was answered " + answer;
        assertTrue(answer != null, where);
        assertAnswer(expected, JsonParser.parseString(answer).getAsJsonObject(), where);
        assertEquals(expected.get("code").getAsInt(), loop.lastCode().number(), where);
      } else {
        assertTrue(answer == null, "run " + runs + ", not answered: " + line);
      }
    }

    private static String text(JsonObject line) {
      String item = line.get("item").getAsString();
      String items =
          switch (line.get("command").getAsString()) {
            case "New", "Set" -> ",\"LineItems\":[" + item(item) + "]";
            case "Add" -> ",\"LineItem\":" + item(item);
            default -> "";
          };
      String cart = line.get("cart").getAsString();
      String parameters =
          "\"CustomerId\":\""
              + Commands.CUSTOMER
              + "\""
              + (cart.isEmpty() ? "" : ",\"CartId\":\"" + cart + "\"")
              + items
              + (line.get("wrongParameter").getAsBoolean() ? ",\"Wrong\":1" : "");
      String key = line.get("key").getAsString();
      String text =
          "{"
              + (line.get("withId").getAsBoolean() ? "\"Id\":1," : "")
              + (key.isEmpty() ? "" : "\"IdempotencyKey\":\"" + key + "\",")
              + (line.get("unknownSession").getAsBoolean() ? "\"Session\":\"none\"," : "")
              + "\"Command\":\""
              + name(line.get("command").getAsString())
              + "\",\"Parameters\":{"
              + parameters
              + "}}";
      return line.get("unreadable").getAsBoolean() ? text.substring(0, text.length() - 1) : text;
    }

    private static String item(String name) {
      return "{\"CatalogItemId\":\"" + name + "\",\"Quantity\":1}";
    }

    private static String name(String command) {
      return command.equals("Add")
          ? "Add-PartnerCustomerCartLineItem"
          : command + "-PartnerCustomerCart";
    }

    private static void assertAnswer(JsonObject expected, JsonObject answer, String where) {
      String outcome = expected.get("outcome").getAsString();
      JsonObject error = answer.getAsJsonObject("Error");
      String given = error == null ? "Done" : error.get("Outcome").getAsString();
      String why = expected.get("error").getAsString();
      // A cart that can't be read: nothing was sent, and the service may have said no.
      boolean isUnread = why.equals("could not be read") && outcome.equals("NotSent");
      assertEquals(outcome, isUnread && given.equals("Rejected") ? "NotSent" : given, where);
      if (ERRORS.containsKey(why)) {
        boolean isNobody = why.equals("AnotherAccount") && expected.get("code").getAsInt() == 3;
        assertEquals(
            isNobody ? "NotSignedIn" : ERRORS.get(why), error.get("ErrorId").getAsString(), where);
      }
      JsonObject result =
          answer.get("Result") instanceof JsonObject inEnvelope ? inEnvelope : answer;
      if (outcome.equals("Done") && result.has("CartId")) {
        assertEquals(expected.get("cart").getAsString(), result.get("CartId").getAsString(), where);
        JsonArray items = new JsonArray();
        result
            .getAsJsonArray("LineItems")
            .forEach(item -> items.add(item.getAsJsonObject().get("CatalogItemId")));
        assertEquals(expected.get("items"), items, where);
      }
    }
  }

  /** The steps of a run, which is over at one of them. */
  private static final class Steps implements MortalDisk.Life {
    private final int last;
    private int taken;
    private boolean isOver;

    private Steps(int last) {
      this.last = last;
    }

    @Override
    public synchronized boolean isOver() {
      return isOver;
    }

    @Override
    public synchronized void step() {
      if (!isOver) {
        taken++;
        isOver = taken == last;
      }
    }
  }
}
