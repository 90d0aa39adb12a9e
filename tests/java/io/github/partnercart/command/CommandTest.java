package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.partnercart.Commands;
import io.github.partnercart.partnercenter.Repeat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a command before it is run: its names, its cart, how it can be repeated. */
class CommandTest {
  private static final String ITEM = "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}";
  private static final String NEW = Commands.newCart(ITEM);

  private static String of(String kind) {
    return switch (kind) {
      case "New" -> NEW;
      case "Add" -> Commands.addLineItem("C1", ITEM);
      default -> Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"C1\"");
    };
  }

  private static String keyed(String command) {
    return Commands.with("\"IdempotencyKey\":\"PO-1\"", command);
  }

  @ParameterizedTest
  @CsvSource({
    "New, WITH_REQUEST_ID, WITH_KEY",
    "Submit, SAME_CART, SAME_CART",
    "Add, LOOK_FIRST, LOOK_FIRST"
  })
  void withoutAJournalTheRepeatDependsOnTheCommand(String kind, Repeat bare, Repeat keyed)
      throws Exception {
    assertEquals(bare, TestCommands.of(of(kind)).repeat(false));
    assertEquals(keyed, TestCommands.of(keyed(of(kind))).repeat(false));
  }

  @ParameterizedTest
  @CsvSource({"New", "Submit", "Add"})
  void withAJournalTheSameInputIsRepeated(String kind) throws Exception {
    assertEquals(Repeat.WITH_JOURNAL, TestCommands.of(of(kind)).repeat(true));
    assertEquals(Repeat.WITH_KEY_AND_JOURNAL, TestCommands.of(keyed(of(kind))).repeat(true));
  }

  @Test
  void anIdOfDigitsAndOneOfTextAreTwo() throws Exception {
    assertEquals(Optional.of("1"), TestCommands.of(Commands.with("\"Id\":1", NEW)).idText());
    assertEquals(
        Optional.of("\"1\""), TestCommands.of(Commands.with("\"Id\":\"1\"", NEW)).idText());
    assertEquals(Optional.empty(), TestCommands.of(NEW).idText());
  }

  @Test
  void aCartIsTheSameInAnyCase() throws Exception {
    assertEquals(Optional.of("c1"), TestCommands.of(of("Add")).cartKey());
    assertEquals(Optional.empty(), TestCommands.of(NEW).cartKey());
  }

  @Test
  void allIsKnownOfALineThatStandsInAnothersWay() throws Exception {
    Command command = TestCommands.of(Commands.with("\"Id\":1", keyed(of("Add"))));

    BadLine.Read read = BadLine.Read.of(command);

    assertEquals("1", String.valueOf(read.id()));
    assertEquals("PO-1", read.key());
    assertSame(AddPartnerCustomerCartLineItem.TYPE, read.type());
    assertEquals("C1", read.cartId());
  }

  @ParameterizedTest
  @CsvSource({
    "DONE, NEEDS_A_PERSON, 4",
    "SIGN_IN, NEEDS_A_PERSON, 3",
    "SIGN_IN, RUN_AGAIN, 1",
    "DONE, DONE, 0"
  })
  void ofTwoExitCodesTheOneThatHelpsSoonestCounts(ExitCode one, ExitCode other, int number) {
    assertEquals(number, one.and(other).number());
    assertEquals(number, other.and(one).number());
  }
}
