package io.github.partnercart.protocol;

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
import io.github.partnercart.command.Cmdlets;
import io.github.partnercart.command.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {
  private static final String GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private final CommandParser parser = ofPartnerCenter();

  static CommandParser ofPartnerCenter() {
    return new CommandParser(null, Duration.ofMinutes(1));
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
    assertNull(command.envelope().id());
    assertTrue(command.invocation().isWhatIf());
    assertEquals("New-PartnerCustomerCart", command.invocation().type().name());
    assertNull(parse(with("\"Id\":null", WHAT_IF)).envelope().id());
    assertEquals(new JsonPrimitive("a"), parse(with("\"ID\":\"a\"", WHAT_IF)).envelope().id());
  }

  @Test
  void requestIdAndCorrelationIdAreTheGivenOnesOrNewOnes() throws Exception {
    Command given =
        parse(
            with(
                "\"requestid\":\"{%s}\",\"CorrelationId\":\"%s\""
                    .formatted(GUID.toUpperCase(Locale.ROOT), GUID),
                WHAT_IF));
    assertEquals(GUID, String.valueOf(given.envelope().request().given()));
    assertEquals(GUID, given.envelope().request().correlationId().toString());
    assertNull(parse(WHAT_IF).envelope().request().given());
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
    assertTrue(fault.getMessage().contains("but was " + seconds), fault.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "true", "[]", "{}"})
  void idThatIsNoneIsRefused(String id) {
    assertNull(fault(with("\"Id\":" + id, WHAT_IF)).line().read().id());
  }

  @Test
  void verboseIsOffUnlessACommandWithAnIdTurnsItOn() throws Exception {
    assertTrue(parse(with("\"Id\":1,\"verbose\":true", WHAT_IF)).envelope().isVerbose());
    assertFalse(parse(with("\"Id\":1", WHAT_IF)).envelope().isVerbose());
    assertFalse(parse(with("\"Verbose\":false", WHAT_IF)).envelope().isVerbose());
    assertFalse(parse(with("\"Verbose\":null", WHAT_IF)).envelope().isVerbose());
    BadLineException withoutId = fault(with("\"Verbose\":true", WHAT_IF));
    assertTrue(withoutId.getMessage().contains("Verbose needs an Id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"true\"", "[]", "{}"})
  void verboseThatIsNoneIsRefused(String verbose) {
    BadLineException fault = fault(with("\"Id\":1,\"Verbose\":" + verbose, WHAT_IF));
    assertTrue(fault.getMessage().contains("but was " + verbose), fault.getMessage());
    assertEquals(new JsonPrimitive(1), fault.line().read().id());
  }

  @Test
  void faultCarriesTheIdOfItsLine() {
    assertEquals(new JsonPrimitive(3), fault("{\"Id\":3,\"Command\":\"none\"}").line().read().id());
    assertEquals(new JsonPrimitive(3), fault("{\"Id\":3,\"what\":1}").line().read().id());
    assertEquals(
        new JsonPrimitive(3),
        fault("{\"Id\":3,\"Command\":\"Get-PartnerCustomerCart\",\"Parameters\":{}}")
            .line()
            .read()
            .id());
  }

  @Test
  void lineIsTheBareParametersOfTheOnlyCommand() throws Exception {
    CommandParser ofOne =
        new CommandParser(
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
            Cmdlets.OF_PARTNER_CENTER.named("Get-PartnerCustomerCart").orElseThrow(),
            Duration.ofMinutes(1));
    LineReader.Line line = line("{\"CartId\":\"a\",\"CustomerId\":\"" + CUSTOMER + "\"}");
    assertNotEquals(
        ofOne.parse(line).envelope().request().correlationId(),
        ofOne.parse(line).envelope().request().correlationId());

    BadLineException fault = assertThrows(BadLineException.class, () -> ofOne.parse(line("[]")));
    assertTrue(
        fault.getMessage().endsWith("the parameters of Get-PartnerCustomerCart."),
        fault.getMessage());
  }

  @Test
  void aMemberThatACommandDoesNotHaveIsAnError() {
    String message = fault(with("\"Parameter\":{}", WHAT_IF)).getMessage();
    assertEquals(
        "A command has no member \"Parameter\". Its members are Command, Parameters, Id,"
            + " IdempotencyKey, Session, RequestId, RequestIdIsNew, CorrelationId,"
            + " TimeoutSeconds, Verbose.",
        message);
  }

  @Test
  void aMemberThatStandsTwiceInOtherCaseIsAnError() {
    String message = fault(with("\"parameters\":{}", WHAT_IF)).getMessage();
    assertEquals("Parameters stands twice; names match without regard to case.", message);
  }

  @Test
  void aLineThatIsNoObjectIsToldWhatOneLooksLike() {
    String message = fault("[]").getMessage();
    assertTrue(message.startsWith("Line 5 is not a command"), message);
    assertTrue(
        message.endsWith("{\"Command\":\"New-PartnerCustomerCart\",\"Parameters\":{…}}."), message);
  }

  @Test
  void anIdOfAnySizeIsTaken() throws Exception {
    assertEquals(
        "12345678901234567890123",
        String.valueOf(parse(with("\"Id\":12345678901234567890123", WHAT_IF)).envelope().id()));
  }

  @Test
  void keyIsComparedAsItIs() throws Exception {
    assertEquals(
        " PO-1/ä ", parse(with("\"idempotencykey\":\" PO-1/ä \"", WHAT_IF)).key().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \"", "5", "true", "[]"})
  void keyThatIsNoneIsRefused(String key) {
    String message = fault(with("\"IdempotencyKey\":" + key, WHAT_IF)).getMessage();
    assertTrue(message.startsWith("IdempotencyKey must be a text of 1 to 255"), message);
  }

  @Test
  void keyIsNoLongerThan255Characters() throws Exception {
    String longest = "k".repeat(255);
    assertEquals(
        longest,
        parse(with("\"IdempotencyKey\":\"" + longest + "\"", WHAT_IF)).key().orElseThrow());
    BadLineException unused = fault(with("\"IdempotencyKey\":\"" + longest + "k\"", WHAT_IF));
  }

  @Test
  void keyAndRequestIdExcludeEachOther() {
    String message =
        fault(with("\"IdempotencyKey\":\"a\",\"RequestId\":\"" + GUID + "\"", WHAT_IF))
            .getMessage();
    assertTrue(message.contains("not both"), message);
  }

  @Test
  void newnessNeedsARequestId() throws Exception {
    String message = fault(with("\"RequestIdIsNew\":true", WHAT_IF)).getMessage();
    assertTrue(message.contains("which is missing"), message);
    String given = "\"RequestIdIsNew\":true,\"RequestId\":\"" + GUID + "\"";
    assertTrue(parse(with(given, WHAT_IF)).envelope().request().isNew());
  }

  @Test
  void membersStandAmongTheBareParameters() throws Exception {
    CommandParser ofOne =
        new CommandParser(
            Cmdlets.OF_PARTNER_CENTER.named("Get-PartnerCustomerCart").orElseThrow(),
            Duration.ofMinutes(1));
    Command command =
        ofOne.parse(
            line(
                "{\"Id\":7,\"CartId\":\"a\",\"Session\":\"s\",\"CustomerId\":\""
                    + CUSTOMER
                    + "\"}"));
    assertEquals(new JsonPrimitive(7), command.envelope().id());
    assertEquals("s", command.envelope().session());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Command":"Connect-PartnerCenter","Parameters":{"Tokn":"a"}} | true
          {"Command":"Connect\\u002dPartnerCenter","Foo":1}           | true
          {"Command":"Conect-PartnerCenter"}                            | true
          {"Command":"Get-PartnerCustomerCart","Foo":"connect-partner"} | false
          {"Parameters":{}}                                             | true
          {"Command":"New-PartnerCustomerCart"                          | false
          """)
  void whatMayBeASignInIsKnownByItsCommand(String line, boolean mayBeSignIn) {
    assertEquals(mayBeSignIn, fault(line).line().mayBeSignIn());
  }
}
