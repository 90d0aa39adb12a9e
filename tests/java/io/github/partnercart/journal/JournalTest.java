package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.journal.Answered.Means;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal knows of commands and carts, in the run that wrote it and in the next one. */
class JournalTest {
  private static final Identity NEW = Identity.of("New-PartnerCustomerCart", "a");
  private static final Identity SET = Identity.of("Set-PartnerCustomerCart", "b");
  private static final Identity SUBMIT = Identity.of("Submit-PartnerCustomerCart", "digest", 2);

  private final MemoryDisk disk = new MemoryDisk();

  private Journal open() throws JournalException {
    return Journal.open(disk, "the journal");
  }

  private static Sent sent(String cart, Map<String, String> content) {
    return new Sent(
        new Sent.By("account", "service"),
        content,
        cart,
        UUID.randomUUID(),
        new JsonObject(),
        null);
  }

  private static Answered done(String cart, String state) {
    return new Answered(Means.DONE, cart, state, "{}", null);
  }

  @Test
  void whatIsOpenAndWasNotReadInThisRunIsElsewhere() throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      journal.sent(SET, sent("c", Map.of()));
      journal.sent(SUBMIT, sent("c", Map.of()));
      journal.answered(SUBMIT, done("c", "s"));
    }
    try (Journal journal = open()) {
      CommandState unused = journal.state(SET);

      assertEquals(List.of(NEW), journal.openElsewhere());
    }
  }

  @Test
  void oneProcessHasTheFileUntilItIsClosed(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("journal");
    try (Journal journal = Journal.open(path)) {
      journal.sent(NEW, sent("", Map.of()));
      assertTrue(assertThrows(JournalException.class, () -> Journal.open(path)).isInUse());
    }
    try (Journal journal = Journal.open(path)) {
      assertEquals(List.of(NEW), journal.openElsewhere());
    }
    Files.writeString(path, "text");
    assertFalse(assertThrows(JournalException.class, () -> Journal.open(path)).isInUse());
  }

  @Test
  void eachParameterThatIsAnotherOneIsNamed() throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of("same", "1", "changed", "1", "removed", "1")));

      assertEquals(
          List.of("added", "changed", "removed"),
          journal.differences(
              journal.state(NEW), Map.of("same", "1", "changed", "2", "added", "1")));
    }
  }

  @Test
  void aLaterChangeOfTheCartIsKnownAlsoToTheNextRun() throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      journal.answered(NEW, done("C", "s1"));
      assertFalse(journal.isCartChangedSince(journal.state(NEW)));

      journal.sent(SET, sent("c", Map.of()));
      assertFalse(journal.isCartChangedSince(journal.state(NEW)));
      journal.answered(SET, done("c", "s2"));
      assertTrue(journal.isCartChangedSince(journal.state(NEW)));
      assertFalse(journal.isCartChangedSince(journal.state(SET)));
    }
    try (Journal journal = open()) {
      assertTrue(journal.isCartChangedSince(journal.state(NEW)));
      assertFalse(journal.isCartChangedSince(journal.state(SET)));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Means.class, mode = EnumSource.Mode.EXCLUDE, names = "DONE")
  void onlyWhatWasDoneChangesACart(Means means) throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      journal.answered(NEW, done("c", "s1"));
      journal.printed("c", "s1");
      journal.sent(SET, sent("c", Map.of()));
      journal.answered(SET, new Answered(means, "c", null, null, "{}"));

      assertFalse(journal.isCartChangedSince(journal.state(NEW)));
      assertEquals(Optional.of("s1"), journal.lastPrinted("c"));
    }
  }

  @Test
  void whatWasPrintedOfACartIsForgottenByAChangeButNotByACheckout() throws Exception {
    try (Journal journal = open()) {
      assertEquals(Optional.empty(), journal.lastPrinted("c"));
      journal.printed("c", "s1");
      journal.sent(SUBMIT, sent("c", Map.of()));
      journal.answered(SUBMIT, done("c", "s1"));
      assertEquals(Optional.of("s1"), journal.lastPrinted("C"));
    }
    try (Journal journal = open()) {
      assertEquals(Optional.of("s1"), journal.lastPrinted("c"));
      journal.sent(SET, sent("c", Map.of()));
      journal.answered(SET, done("c", "s2"));
      assertEquals(Optional.of(Journal.NOT_KNOWN), journal.lastPrinted("c"));
      journal.printed("c", "s2");
    }
    try (Journal journal = open()) {
      assertEquals(Optional.of("s2"), journal.lastPrinted("c"));
    }
  }

  @Test
  void whatIsPrintedAgainIsNotWrittenAgain() throws Exception {
    try (Journal journal = open()) {
      journal.printed("c", "s1");
      byte[] before = disk.bytes();
      journal.printed("c", "s1");

      assertEquals(before.length, disk.bytes().length);
    }
  }

  @Test
  void aRequestAndAnAnswerAreSyncedBeforeTheyCount() throws Exception {
    try (Journal journal = open()) {
      int syncs = disk.syncs;
      journal.sent(NEW, sent("", Map.of()));
      assertTrue(disk.syncs > syncs, "the request");
      syncs = disk.syncs;
      journal.answered(NEW, done("c", "s"));
      assertTrue(disk.syncs > syncs, "the answer");
      syncs = disk.syncs;
      journal.printed("c", "s");
      assertEquals(syncs, disk.syncs, "that it was printed");
    }
  }

  @Test
  void aRequestAndItsAnswerAreReadAgainAsTheyWere() throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("id", "c");
    Sent sent =
        new Sent(
            new Sent.By("account", "service"),
            Map.of("CartId", "1"),
            "c",
            UUID.randomUUID(),
            body,
            "before");
    Answered partial = new Answered(Means.PARTIAL, "c", "s", "{}", "{\"Error\":1}");
    Answered later = new Answered(Means.LATER, "", null, null, null);
    try (Journal journal = open()) {
      journal.sent(SUBMIT, sent);
      journal.answered(SUBMIT, partial);
      journal.answered(SUBMIT, later);
    }
    try (Journal journal = open()) {
      CommandState state = journal.state(SUBMIT);

      assertEquals(sent, journal.lastSent(state));
      assertEquals(partial, journal.result(state));
      assertEquals(later, journal.lastAnswer(state));
    }
  }

  @Test
  void whatWasPrintedIsNotWrittenOnceTheJournalIsFull() throws Exception {
    try (Journal journal = open()) {
      disk.syncFails = true;
      assertThrows(IOException.class, () -> journal.sent(NEW, sent("", Map.of())));
      disk.syncFails = false;
      journal.printed("c", "s");

      assertEquals(Optional.empty(), journal.lastPrinted("c"));
    }
  }

  @Test
  void anAnswerThatCanNotBeSyncedEndsTheSending() throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      disk.syncFails = true;

      assertThrows(IOException.class, () -> journal.answered(NEW, done("c", "s")));

      assertTrue(journal.isFull());
    }
  }

  @Test
  void onAFullDiskAnswersStillFindTheirRoomAndNoMoreIsSent() throws Exception {
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      assertFalse(journal.isFull());
      disk.room = disk.length();

      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              journal.sent(Identity.of("New-PartnerCustomerCart", "x" + i), sent("", Map.of()));
            }
          });
      assertTrue(journal.isFull());
      journal.answered(NEW, done("c", "s"));
      disk.room = Long.MAX_VALUE;
      assertThrows(IOException.class, () -> journal.sent(SET, sent("c", Map.of())));
    }
    try (Journal journal = open()) {
      assertEquals(CommandState.Kind.DONE, journal.state(NEW).kind());
      assertFalse(journal.isFull());
    }
  }

  @Test
  void onAFullDiskTheAnswerToALargeRequestFindsItsRoom() throws Exception {
    JsonObject body = new JsonObject();
    body.addProperty("name", "x".repeat(100_000));
    try (Journal journal = open()) {
      journal.sent(NEW, sent("", Map.of()));
      journal.sent(
          SET, new Sent(new Sent.By("a", "s"), Map.of(), "c", UUID.randomUUID(), body, null));
      disk.room = disk.length();
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 1_000_000; i++) {
              journal.sent(Identity.of("New-PartnerCustomerCart", "x" + i), sent("", Map.of()));
            }
          });

      journal.answered(SET, new Answered(Means.DONE, "c", "s", body.toString(), null));

      assertEquals(CommandState.Kind.DONE, journal.state(SET).kind());
    }
  }

  @Test
  void aPrintedStateThatDoesNotFitEndsTheSending() throws Exception {
    try (Journal journal = open()) {
      disk.room = disk.length();

      journal.printed("c", "x".repeat(1 << 20));

      assertTrue(journal.isFull());
    }
  }

  @Test
  void theSameRequestUnderAnotherRequestIdDiffersInNothingElse() {
    Sent first = sent("c", Map.of("CartId", "1"));
    Sent second = first.with(UUID.randomUUID());

    assertNotEquals(first, second);
    assertEquals(first, second.with(first.requestId()));
  }
}
