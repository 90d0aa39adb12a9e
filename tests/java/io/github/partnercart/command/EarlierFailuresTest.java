package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.partnercart.Commands;
import io.github.partnercart.command.EarlierFailures.Failed;
import io.github.partnercart.command.EarlierFailures.What;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which commands a failure stands against. */
class EarlierFailuresTest {
  private static final long IN_ORDER = -1;

  private final EarlierFailures failures = new EarlierFailures();

  private Optional<Failed> against(long line, String name, String cart, long seen)
      throws Exception {
    String item =
        name.startsWith("Add") ? ",\"LineItem\":{\"CatalogItemId\":\"A\",\"Quantity\":1}" : "";
    Command command =
        TestCommands.of(line, Commands.command(name, "\"CartId\":\"" + cart + "\"" + item));
    return failures.against(command, cart, seen);
  }

  private Optional<Failed> againstAdd(long line, String cart) throws Exception {
    return against(line, "Add-PartnerCustomerCartLineItem", cart, IN_ORDER);
  }

  private Optional<Failed> againstSubmit(long line, String cart) throws Exception {
    return against(line, "Submit-PartnerCustomerCart", cart, IN_ORDER);
  }

  private void failed(What what, String cart, long line) {
    failures.add(what, Optional.of(cart), new Failed(line, ExitCode.NEEDS_A_PERSON));
  }

  @Test
  void aFailedChangeStandsAgainstAllAfterItOnItsCart() throws Exception {
    failed(What.CHANGE, "a", 2);

    Optional<Failed> failed = Optional.of(new Failed(2, ExitCode.NEEDS_A_PERSON));
    assertEquals(failed, againstAdd(3, "a"));
    assertEquals(failed, againstSubmit(3, "a"));
    assertEquals(Optional.empty(), againstSubmit(3, "b"));
  }

  @Test
  void aFailureDoesNotStandAgainstItselfOrWhatIsBeforeIt() throws Exception {
    failed(What.CHANGE, "a", 2);

    assertEquals(Optional.empty(), againstSubmit(1, "a"));
    assertEquals(Optional.empty(), againstSubmit(2, "a"));
  }

  @Test
  void aFailedCheckoutStandsAgainstChangesButNoCheckout() throws Exception {
    failed(What.CHECKOUT, "a", 1);

    assertEquals(1, againstAdd(2, "a").orElseThrow().line());
    assertEquals(Optional.empty(), againstSubmit(2, "a"));
  }

  @Test
  void aLineThatCouldNotBeReadStandsAgainstEveryCart() throws Exception {
    failures.add(What.CHANGE, Optional.empty(), new Failed(1, ExitCode.NEEDS_A_PERSON));

    assertEquals(1, againstAdd(2, "a").orElseThrow().line());
    assertEquals(1, againstSubmit(2, "b").orElseThrow().line());
  }

  @Test
  void ofSeveralTheFirstIsNamedAndTheExitCodeThatCounts() throws Exception {
    failed(What.CHANGE, "a", 3);
    failures.add(What.CHANGE, Optional.of("a"), new Failed(2, ExitCode.RUN_AGAIN));

    assertEquals(Optional.of(new Failed(2, ExitCode.RUN_AGAIN)), againstSubmit(4, "a"));
  }

  @Test
  void aSenderWhoCouldSeeTheFailureIsLetThrough() throws Exception {
    failed(What.CHANGE, "a", 1);
    long before = failures.now();
    failures.written(1);

    assertEquals(1, against(2, "Submit-PartnerCustomerCart", "a", before).orElseThrow().line());
    assertEquals(Optional.empty(), against(2, "Submit-PartnerCustomerCart", "a", failures.now()));
  }

  @Test
  void answersOfOtherLinesDoNotShowTheFailure() throws Exception {
    failures.written(7);
    failed(What.CHANGE, "a", 1);
    failures.written(8);

    assertEquals(
        1, against(2, "Submit-PartnerCustomerCart", "a", failures.now()).orElseThrow().line());
  }

  @Test
  void whoCountsOnTheOrderIsStoppedByAFailureThatWasWrittenToo() throws Exception {
    failed(What.CHANGE, "a", 1);
    failures.written(1);

    assertEquals(1, againstSubmit(2, "a").orElseThrow().line());
  }
}
