package io.github.partnercart.stdio;

import static io.github.partnercart.Commands.CUSTOMER;
import static io.github.partnercart.Commands.WHAT_IF;
import static io.github.partnercart.Commands.getCart;
import static io.github.partnercart.Commands.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import io.github.partnercart.Commands;
import io.github.partnercart.cmdlet.Cmdlets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private final CommandParser parser = ofPartnerCenter();

  static CommandParser ofPartnerCenter() {
    return new CommandParser(Cmdlets.OF_PARTNER_CENTER, null, Duration.ofMinutes(1));
  }

  static LineReader.Line line(String text) {
    return new LineReader.Line(5, text.getBytes(StandardCharsets.UTF_8), LineReader.Reading.WHOLE);
  }

  private Command parse(String text) throws BadLineException {
    return parser.parse(line(text));
  }

  private BadLineException fault(String text) {
    return assertThrows(BadLineException.class, () -> parse(text));
  }

  @Test
  void commandKnowsItsLineAndHasNoIdUnlessItWasGivenOne() throws Exception {
    Command command = parse(WHAT_IF);
    assertEquals(5, command.line());
    assertNull(command.id());
    assertTrue(command.invocation().isWhatIf());
    assertEquals("New-PartnerCustomerCart", command.invocation().type().name());
    assertNull(parse(with("\"Id\":null", WHAT_IF)).id());
    assertEquals(new JsonPrimitive("a"), parse(with("\"ID\":\"a\"", WHAT_IF)).id());
  }

  @Test
  void requestIdAndCorrelationIdAreTheGivenOnesOrNewOnes() throws Exception {
    Command given =
        parse(
            with(
                "\"requestid\":\"{%s}\",\"CorrelationId\":\"%s\""
                    .formatted(GUID.toUpperCase(Locale.ROOT), GUID),
                WHAT_IF));
    assertEquals(GUID, given.call().requestId().toString());
    assertEquals(GUID, given.call().correlationId().toString());
    assertNotEquals(parse(WHAT_IF).call().requestId(), parse(WHAT_IF).call().requestId());
  }

  @Test
  void aCheckOutTakesItsTurnAmongTheCommandsOnItsCart() throws Exception {
    String checkOut = Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"a\"");
    assertEquals(parse(getCart("a")).key(), parse(checkOut).key());
  }

  @Test
  void commandsOnOneCartHaveTheSameKeyInAnyCase() throws Exception {
    assertEquals(parse(getCart("Abc")).key(), parse(getCart("aBC")).key());
    assertNotEquals(parse(getCart("a")).key(), parse(getCart("b")).key());
    assertNotEquals(parse(WHAT_IF).key(), parse(WHAT_IF).key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "1", "1.5", "86400"})
  void timeoutIsANumberOfSeconds(String seconds) {
    assertEquals(5, assertParses(with("\"TimeoutSeconds\":" + seconds, WHAT_IF)).line());
  }

  private Command assertParses(String text) {
    try {
      return parse(text);
    } catch (BadLineException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "86401", "1e3", "0.0001", "\"1\"", "true", "[]"})
  void timeoutThatIsNoneIsRefused(String seconds) {
    BadLineException fault = fault(with("\"TimeoutSeconds\":" + seconds, WHAT_IF));
    assertTrue(fault.error().message().contains("but was " + seconds), fault.error().message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "true", "[]", "{}", "12345678901234567890123"})
  void idThatIsNoneIsRefused(String id) {
    assertNull(fault(with("\"Id\":" + id, WHAT_IF)).id());
  }

  @Test
  void verboseIsOffUnlessACommandWithAnIdTurnsItOn() throws Exception {
    assertTrue(parse(with("\"Id\":1,\"verbose\":true", WHAT_IF)).call().isVerbose());
    assertFalse(parse(with("\"Id\":1", WHAT_IF)).call().isVerbose());
    assertFalse(parse(with("\"Verbose\":false", WHAT_IF)).call().isVerbose());
    assertFalse(parse(with("\"Verbose\":null", WHAT_IF)).call().isVerbose());
    BadLineException withoutId = fault(with("\"Verbose\":true", WHAT_IF));
    assertTrue(withoutId.error().message().contains("Verbose needs an Id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"true\"", "[]", "{}"})
  void verboseThatIsNoneIsRefused(String verbose) {
    BadLineException fault = fault(with("\"Id\":1,\"Verbose\":" + verbose, WHAT_IF));
    assertTrue(fault.error().message().contains("but was " + verbose), fault.error().message());
    assertEquals(new JsonPrimitive(1), fault.id());
  }

  @Test
  void faultCarriesTheIdOfItsLine() {
    assertEquals(new JsonPrimitive(3), fault("{\"Id\":3,\"Command\":\"none\"}").id());
    assertEquals(new JsonPrimitive(3), fault("{\"Id\":3,\"what\":1}").id());
    assertEquals(
        new JsonPrimitive(3),
        fault("{\"Id\":3,\"Command\":\"Get-PartnerCustomerCart\",\"Parameters\":{}}").id());
  }

  @Test
  void lineIsTheBareParametersOfTheOnlyCommand() throws Exception {
    CommandParser ofOne =
        new CommandParser(
            Cmdlets.OF_PARTNER_CENTER,
            Cmdlets.OF_PARTNER_CENTER.named("get-partnercustomercart").orElseThrow(),
            Duration.ofMinutes(1));
    Command command = ofOne.parse(line("{\"CartId\":\"a\",\"CustomerId\":\"" + CUSTOMER + "\"}"));
    assertEquals("Get-PartnerCustomerCart", command.invocation().type().name());
    assertThrows(BadLineException.class, () -> ofOne.parse(line(getCart("a"))));
  }

  @Test
  void lineOfTheOnlyCommandHasAnIdAndTimeOfItsOwn() throws Exception {
    CommandParser ofOne =
        new CommandParser(
            Cmdlets.OF_PARTNER_CENTER,
            Cmdlets.OF_PARTNER_CENTER.named("Get-PartnerCustomerCart").orElseThrow(),
            Duration.ofMinutes(1));
    LineReader.Line line = line("{\"CartId\":\"a\",\"CustomerId\":\"" + CUSTOMER + "\"}");
    assertNotEquals(ofOne.parse(line).call().requestId(), ofOne.parse(line).call().requestId());

    BadLineException fault = assertThrows(BadLineException.class, () -> ofOne.parse(line("[]")));
    assertTrue(
        fault.error().message().endsWith("the parameters of Get-PartnerCustomerCart."),
        fault.error().message());
  }

  @Test
  void aMemberThatACommandDoesNotHaveIsAnError() {
    String message = fault(with("\"Parameter\":{}", WHAT_IF)).error().message();
    assertEquals(
        "A command has no member \"Parameter\". Its members are Command, Parameters, Id, RequestId,"
            + " CorrelationId, TimeoutSeconds, Verbose.",
        message);
  }

  @Test
  void aMemberThatStandsTwiceInOtherCaseIsAnError() {
    String message = fault(with("\"parameters\":{}", WHAT_IF)).error().message();
    assertEquals("Parameters stands twice; names match without regard to case.", message);
  }

  @Test
  void aLineThatIsNoObjectIsToldWhatOneLooksLike() {
    String message = fault("[]").error().message();
    assertTrue(message.startsWith("Line 5 is not a command"), message);
    assertTrue(
        message.endsWith("{\"Command\":\"New-PartnerCustomerCart\",\"Parameters\":{…}}."), message);
  }
}
