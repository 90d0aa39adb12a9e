package io.github.partnercart.command;

import static io.github.partnercart.command.TestRun.signedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.MortalDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which commands have a journal, and what happens where it can't be opened or written. */
@Timeout(60)
class JournalsTest {
  private static final String NEW =
      Commands.newCart("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}");
  private static final String KEYED = Commands.with("\"IdempotencyKey\":\"PO-1\"", NEW);
  private static final String CART = "{\"id\":\"c1\",\"lineItems\":[]}";

  @TempDir private Path directory;
  @RegisterExtension private final ScriptedService server = new ScriptedService();
  private int opened;

  private Path file() {
    return directory.resolve("journal");
  }

  private Journals ofKeyed() {
    return Journals.ofKeyed(
        () -> {
          opened++;
          return Journal.open(file());
        });
  }

  private TestRun run(Journals journals) throws Exception {
    return new TestRun(server.address(), signedIn("token"), journals, false);
  }

  @Test
  void withoutAJournalNothingIsRemembered() throws Exception {
    try (Journals none = Journals.none()) {
      assertEquals(Optional.empty(), none.of(true));
      assertEquals(Optional.empty(), none.ifOpen());
      assertFalse(none.isFor(true));
      assertEquals(1, none.place(TestCommands.of(NEW)));
      assertEquals(1, none.place(TestCommands.of(NEW)));
    }
  }

  @Test
  void aJournalForAllIsThatOfEachCommand() throws Exception {
    Journal journal = Journal.open(file());
    try (Journals all = Journals.of(journal)) {
      assertSame(journal, all.of(true).orElseThrow());
      assertSame(journal, all.of(false).orElseThrow());
      assertSame(journal, all.ifOpen().orElseThrow());
      assertTrue(all.isFor(false));
    }
  }

  @Test
  void equalCommandsWithoutAKeyAreCounted() throws Exception {
    Command other = TestCommands.of(NEW.replace("A:1:B", "A:1:C"));
    try (Journals all = Journals.of(Journal.open(file()))) {
      assertEquals(1, all.place(TestCommands.of(NEW)));
      assertEquals(1, all.place(other));
      assertEquals(1, all.place(TestCommands.of(KEYED)));
      assertEquals(2, all.place(TestCommands.of(NEW)));
    }
  }

  @Test
  void whereOnlyKeysHaveAJournalItIsOpenedOnceAtTheFirst() throws Exception {
    try (Journals keyed = ofKeyed()) {
      assertTrue(keyed.isFor(true));
      assertFalse(keyed.isFor(false));
      assertEquals(Optional.empty(), keyed.of(false));
      assertEquals(Optional.empty(), keyed.ifOpen());
      assertEquals(0, opened);

      Journal journal = keyed.of(true).orElseThrow();

      assertSame(journal, keyed.of(true).orElseThrow());
      assertSame(journal, keyed.ifOpen().orElseThrow());
      assertEquals(Optional.empty(), keyed.of(false));
      assertEquals(1, opened);
      assertEquals(1, keyed.place(TestCommands.of(NEW)));
      assertEquals(1, keyed.place(TestCommands.of(NEW)));
    }
  }

  @Test
  void aClosedJournalCanBeOpenedAgain() throws Exception {
    Journals keyed = ofKeyed();
    keyed.of(true);

    keyed.close();

    Journal.open(file()).close();
  }

  @Test
  void whereOnlyKeysHaveAJournalNothingElsewhereIsNamed() throws Exception {
    server.answers(503, "");
    try (Journals all = Journals.of(Journal.open(file()))) {
      run(all).answer(KEYED);
    }
    try (Journals keyed = ofKeyed()) {
      keyed.of(true);
      assertEquals(List.of(), keyed.openElsewhere());
    }
  }

  @Test
  void whereAnotherProcessHasTheJournalOnlyKeyedCommandsFail() throws Exception {
    Journal other = Journal.open(file());
    try (Journals keyed = ofKeyed()) {
      TestRun run = run(keyed);

      Answer refused = run.answer(KEYED);

      JsonObject error = TestRun.errorOf(refused);
      assertEquals("JournalInUse", error.get("ErrorId").getAsString(), error::toString);
      assertEquals("NotSent", error.get("Outcome").getAsString());
      assertEquals(ExitCode.RUN_AGAIN, refused.exitCode());
      assertEquals(0, server.requests());
      server.answers(201, CART);
      assertFalse(run.answer(NEW).isFailure());
    } finally {
      other.close();
    }
  }

  @Test
  void whereAnotherProcessHasTheJournalARefusedKeyMayBeDone() throws Exception {
    Journal other = Journal.open(file());
    try (Journals keyed = ofKeyed()) {
      TestRun run = run(keyed);

      Answer refused = run.execution().refuse(run.read(KEYED), ErrorRecord.stopped());

      assertEquals("Unknown", TestRun.errorOf(refused).get("Outcome").getAsString());
      assertEquals(
          "NotSent",
          TestRun.errorOf(
                  run.execution()
                      .refuse(
                          new BadLine(
                              1,
                              new BadLine.Read(null, "PO-1", NewPartnerCustomerCart.TYPE, null),
                              false,
                              ErrorRecord.notACommand("wrong"))))
              .get("Outcome")
              .getAsString());
    } finally {
      other.close();
    }
  }

  @Test
  void aFileThatIsNoJournalIsNoJournalInUse() throws Exception {
    try (Journals keyed = Journals.ofKeyed(() -> Journal.open(directory))) {
      assertEquals("JournalError", run(keyed).error(KEYED).get("ErrorId").getAsString());
    }
  }

  // Where the disk is full.

  private MortalDisk disk(int fullAfter) throws Exception {
    return MortalDisk.open(
        file(),
        new MortalDisk.Life() {
          @Override
          public boolean isOver() {
            return false;
          }

          @Override
          public void step() {}
        },
        fullAfter,
        true);
  }

  @Test
  void whatCannotBeStoredIsNotSent() throws Exception {
    try (MortalDisk disk = disk(0);
        Journals all = Journals.of(disk.journal())) {
      TestRun run = run(all);

      JsonObject first = run.error(NEW);
      JsonObject second = run.error(NEW);

      assertEquals("JournalError", first.get("ErrorId").getAsString());
      assertEquals("NotSent", first.get("Outcome").getAsString());
      assertEquals(
          "The journal can't be written, so nothing more is bought or changed.",
          second.get("Message").getAsString());
      assertEquals("NotSent", second.get("Outcome").getAsString());
      assertEquals(0, server.requests());
      server.answers(200, CART);
      assertFalse(run.answer(Commands.getCart("c1")).isFailure());
    }
  }

  @Test
  void anAnswerThatCannotBeStoredIsGivenWithAWarning() throws Exception {
    server.answers(201, CART);
    try (MortalDisk disk = disk(1);
        Journals all = Journals.of(disk.journal())) {
      Answer answer = run(all).answer(NEW);

      assertEquals("c1", TestRun.resultOf(answer).get("CartId").getAsString());
      assertEquals(ExitCode.RUN_AGAIN, answer.exitCode());
      assertEquals(
          "The answer could not be stored in the journal: the next run sends the command again."
              + " The cart is not what was ordered: LineItems.Count is 0 and was ordered as 1.",
          answer.warning());
    }
  }

  @Test
  void anAttemptThatIsStoredIsFollowedByTheNext() throws Exception {
    server.answers(503, "");
    server.answers(201, CART);
    try (Journals all = Journals.of(Journal.open(file()))) {
      TestRun run = new TestRun(server.address(), signedIn("token"), all, false, 2);

      assertEquals("c1", run.result(NEW).get("CartId").getAsString());
      assertEquals(2, server.requests());
    }
  }

  @Test
  void aStoredAnswerHasNoWarningOfTheJournal() throws Exception {
    server.answers(201, CART);
    try (Journals all = Journals.of(Journal.open(file()))) {
      Answer answer = run(all).answer(NEW);

      assertEquals(ExitCode.DONE, answer.exitCode());
      assertEquals(
          "The cart is not what was ordered: LineItems.Count is 0 and was ordered as 1.",
          answer.warning());
    }
  }

  @Test
  void aCheckoutIsComparedWithWhatAnEarlierRunPrinted() throws Exception {
    String submit = Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\"");
    server.answers(200, CART);
    try (Journals all = Journals.of(Journal.open(file()))) {
      run(all).result(Commands.getCart("c1"));
    }
    server.answers(200, "{\"id\":\"c1\",\"lineItems\":[{\"id\":0,\"quantity\":2}]}");

    try (Journals all = Journals.of(Journal.open(file()))) {
      assertEquals("CartChanged", run(all).error(submit).get("ErrorId").getAsString());
    }
  }
}
