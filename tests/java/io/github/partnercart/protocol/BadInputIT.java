package io.github.partnercart.protocol;

import static io.github.partnercart.Commands.CUSTOMER;
import static io.github.partnercart.Commands.WHAT_IF;
import static io.github.partnercart.Commands.WHAT_IF_SENTENCE;
import static io.github.partnercart.Commands.command;
import static io.github.partnercart.Commands.getCart;
import static io.github.partnercart.Commands.lineItem;
import static io.github.partnercart.Commands.newCartWhatIf;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad line gets a clear error as its answer, and the good one after it is still done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final String NOT_JSON = "InvalidCommandLine";
  private static final String TYPE = "CannotConvertArgument";
  private static final String VALUE = "ParameterArgumentValidationError";
  private static final String NO_SUCH = "NamedParameterNotFound";
  private static final String WHOLE_NUMBER =
      "must be a whole number from 1 to 2147483647, but was ";

  private record BadLine(
      String what, byte[] line, String errorId, String category, List<String> message) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static BadLine bad(String what, String line, String errorId, String... message) {
    return bad(what, line.getBytes(StandardCharsets.UTF_8), errorId, message);
  }

  private static BadLine bad(String what, byte[] line, String errorId, String... message) {
    return new BadLine(
        what,
        line,
        errorId,
        switch (errorId) {
          case NOT_JSON -> "ParserError";
          case "CommandNotFoundException" -> "ObjectNotFound";
          case TYPE, NO_SUCH, "ParameterAlreadyBound", "MissingMandatoryParameter" ->
              "InvalidArgument";
          default -> "InvalidData";
        },
        List.of(message));
  }

  private static BadLine notJson(String what, String line, String... message) {
    return bad(what, line, NOT_JSON, message);
  }

  private static BadLine item(String what, String members, String errorId, String... message) {
    return bad(what, newCartWhatIf("[" + lineItem("") + ",{" + members + "}]"), errorId, message);
  }

  private static BadLine quantity(String written, String errorId) {
    return item(
        "Quantity " + written,
        "\"CatalogItemId\":\"A:B:C\",\"Quantity\":" + written,
        errorId,
        "LineItems[1].Quantity " + WHOLE_NUMBER + written);
  }

  private static BadLine member(String what, String member, String errorId, String... message) {
    return item(what, "\"CatalogItemId\":\"A:B:C\",\"Quantity\":1," + member, errorId, message);
  }

  private static BadLine customer(String what, String written) {
    return bad(
        "CustomerId " + what,
        command("Get-PartnerCustomerCart", "\"CartId\":\"a\"")
            .replace("\"" + CUSTOMER + "\"", written),
        VALUE,
        "CustomerId must be a GUID");
  }

  private static byte[] withByte(String before, int notUtf8, String after) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    line.write(notUtf8);
    line.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return line.toByteArray();
  }

  static List<BadLine> badLines() {
    return Stream.of(notJson(), notCommands(), notParameters(), notLineItems())
        .flatMap(s -> s)
        .toList();
  }

  private static Stream<BadLine> notJson() {
    return Stream.of(
        notJson("the first line of JSON over several", "{", "jq -c"),
        notJson("text", "hello", "not valid JSON", "column 1"),
        notJson("a comment", "{\"a\":1} // b", "column 10"),
        notJson("a block comment", "{/* a */\"a\":1}", "column"),
        notJson("a hash comment", "# a", "column 2"),
        notJson("single quotes", "{'a':1}", "column 3"),
        notJson("a name without quotes", "{a:1}", "column 3"),
        notJson("a value without quotes", "{\"a\":b}", "column 6", "$.a"),
        notJson("a comma before the end of an object", "{\"a\":1,}", "column 9"),
        notJson("a comma before the end of an array", "{\"a\":[1,]}", "$.a[1]"),
        notJson("two commas", "{\"a\":[1,,2]}", "$.a[1]"),
        notJson("a semicolon", "{\"a\":1;\"b\":2}", "$.a"),
        notJson("an equals sign", "{\"a\"=1}", "$.a"),
        notJson("a name without a value", "{\"a\":}", "Expected value", "$.a"),
        notJson("a name alone", "{\"a\"}", "$.a"),
        notJson("NaN", "{\"a\":NaN}", "$.a"),
        notJson("Infinity", "{\"a\":-Infinity}", "$.a"),
        notJson("a leading zero", "{\"a\":01}", "$.a"),
        notJson("a leading plus", "{\"a\":+1}", "$.a"),
        notJson("a leading point", "{\"a\":.5}", "$.a"),
        notJson("a trailing point", "{\"a\":1.}", "$.a"),
        notJson("an empty exponent", "{\"a\":1e}", "$.a"),
        notJson("a hexadecimal number", "{\"a\":0x1}", "$.a"),
        notJson("TRUE", "{\"a\":TRUE}", "$.a"),
        notJson("an unknown escape", "{\"a\":\"\\x\"}", "Invalid escape sequence", "$.a"),
        notJson("a malformed Unicode escape", "{\"a\":\"\\u12g4\"}", "\\u12g4", "$.a"),
        notJson(
            "half a surrogate pair",
            "{\"a\":\"\\uD83D\"}",
            "is more than partner-cart takes",
            "surrogate",
            "$.a"),
        notJson("a raw tab in a string", "{\"a\":\"\t\"}", "Unescaped control characters", "$.a"),
        notJson("a raw NUL in a string", "{\"a\":\"\0\"}", "Unescaped control characters", "$.a"),
        notJson("a no-break space between values", "{\"a\":\u00a01}", "$.a"),
        notJson("a second value", "{\"a\":1}{}", "column 9"),
        notJson("a cut off object", "{\"a\":1", "the text ends in the middle", "column"),
        notJson("a cut off string", "{\"a\":\"b", "Unterminated string", "$.a"),
        notJson("too deep nesting", "[".repeat(65) + "]".repeat(65), "more than 64 deep"),
        notJson("far too deep nesting", "{\"a\":".repeat(100_000), "more than 64 deep"),
        notJson(
            "a number of very many digits",
            "{\"a\":" + "1".repeat(2000) + "}",
            "is more than partner-cart takes",
            "a number has more than 1000 digits",
            "$.a"),
        notJson(
            "a member twice",
            "{\"a\":1,\"a\":2}",
            "is more than partner-cart takes",
            "\"a\" stands twice",
            "$.a"),
        bad("a byte that is not UTF-8", withByte("{\"a\":\"é", 0xFF, "\"}"), NOT_JSON, "byte 9"),
        bad("an overlong UTF-8 form", withByte("{\"a\":\"", 0xC0, "\u0080\"}"), NOT_JSON, "byte 7"),
        bad("a cut off UTF-8 form", withByte("{\"a\":\"", 0xE2, "\"}"), NOT_JSON, "UTF-8 at byte"));
  }

  private static Stream<BadLine> notCommands() {
    String names = "New-PartnerCustomerCart, Get-PartnerCustomerCart, Set-PartnerCustomerCart";
    return Stream.of(
        notJson("an array", "[" + WHAT_IF + "]", "must be a JSON object such as {\"Command\""),
        notJson("a string", "\"New-PartnerCustomerCart\"", "must be a JSON object such as"),
        notJson("a number", "42", "must be a JSON object such as"),
        notJson("null", "null", "must be a JSON object such as"),
        notJson("an empty object", "{}", "Command is missing", names),
        notJson(
            "an unknown member",
            Commands.with("\"Sofort\":1", WHAT_IF),
            "\"Sofort\"",
            "TimeoutSeconds"),
        notJson(
            "Command twice by case",
            Commands.with("\"COMMAND\":\"a\"", WHAT_IF),
            "Command stands twice",
            "case"),
        notJson(
            "Parameters as text",
            "{\"Command\":\"Get-PartnerCustomerCart\",\"Parameters\":\"a\"}",
            "Parameters must be an object"),
        notJson(
            "Id as an object",
            Commands.with("\"Id\":{}", WHAT_IF),
            "Id must be a string or an integer"),
        notJson(
            "a fractional Id",
            Commands.with("\"Id\":1.5", WHAT_IF),
            "Id must be a string or an integer"),
        notJson(
            "a malformed RequestId",
            Commands.with("\"RequestId\":\"a\"", WHAT_IF),
            "RequestId must be a GUID such as",
            "\"a\""),
        notJson(
            "a malformed CorrelationId",
            Commands.with("\"CorrelationId\":1", WHAT_IF),
            "CorrelationId must be a GUID such as"),
        notJson(
            "no time at all",
            Commands.with("\"TimeoutSeconds\":0", WHAT_IF),
            "TimeoutSeconds must be",
            "over 0 and at most 86400, but was 0"),
        notJson(
            "too much time", Commands.with("\"TimeoutSeconds\":86401", WHAT_IF), "at most 86400"),
        bad(
            "an unknown command",
            command("Remove-PartnerCustomerCart", ""),
            "CommandNotFoundException",
            "\"Remove-PartnerCustomerCart\"",
            names),
        bad("a number as command", "{\"Command\":1}", "CommandNotFoundException", "\"1\"", names));
  }

  private static Stream<BadLine> notParameters() {
    String get = "Get-PartnerCustomerCart";
    return Stream.of(
        bad(
            "an unknown parameter",
            command(get, "\"CartId\":\"a\",\"Cart\":1"),
            NO_SUCH,
            "'Cart'",
            "Get-PartnerCustomerCart has the parameters CartId, CustomerId"),
        bad(
            "WhatIf where nothing is changed",
            command(get, "\"CartId\":\"a\",\"WhatIf\":true"),
            NO_SUCH,
            "'WhatIf'"),
        bad(
            "a parameter twice by case",
            command(get, "\"CartId\":\"a\",\"cartid\":\"b\""),
            "ParameterAlreadyBound",
            "'cartid'"),
        bad("a missing parameter", command(get, ""), "MissingMandatoryParameter", "CartId"),
        bad(
            "no parameters",
            "{\"Command\":\"" + get + "\"}",
            "MissingMandatoryParameter",
            "CartId CustomerId"),
        bad(
            "an empty CartId",
            getCart(" "),
            "ParameterArgumentValidationErrorEmptyStringNotAllowed",
            "'CartId'"),
        bad("CartId null", command(get, "\"CartId\":null"), VALUE, "'CartId'", "null"),
        bad(
            "CartId as an array",
            command(get, "\"CartId\":[]"),
            TYPE,
            "CartId must be a string, but was []"),
        bad(
            "a text as WhatIf",
            newCartWhatIf(lineItem("")).replace("true", "\"yes\""),
            TYPE,
            "WhatIf must be true or false, but was \"yes\""),
        bad(
            "Confirm",
            WHAT_IF.replace("\"WhatIf\"", "\"Confirm\""),
            VALUE,
            "Confirm can't be true",
            "Leave it out"),
        bad(
            "a missing CustomerId",
            WHAT_IF.replace("\"CustomerId\":\"" + CUSTOMER + "\",", ""),
            "MissingMandatoryParameter",
            "CustomerId"),
        bad(
            "CustomerId as a boolean",
            WHAT_IF.replace("\"" + CUSTOMER + "\"", "true"),
            TYPE,
            "CustomerId must be a string, but was true"),
        customer("malformed", "\"46a62ece\""),
        customer("with a newline after it", "\"" + CUSTOMER + "\\n\""),
        customer("with text before it", "\"x" + CUSTOMER + "\""),
        customer("empty", "\"\""),
        customer("null", "null"),
        customer("a number", "1"));
  }

  private static Stream<BadLine> notLineItems() {
    return Stream.of(
        bad(
            "empty LineItems",
            newCartWhatIf("[]"),
            "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
            "'LineItems'",
            "empty array"),
        bad("LineItems null", newCartWhatIf("null"), VALUE, "'LineItems'", "null"),
        bad(
            "null among LineItems",
            newCartWhatIf("[" + lineItem("") + ",null]"),
            VALUE,
            "LineItems[1] is null; it must be a line item"),
        bad(
            "an array among LineItems",
            newCartWhatIf("[[]]"),
            TYPE,
            "LineItems[0] must be a line item, an object, but was []"),
        bad(
            "LineItems as text",
            newCartWhatIf("\"a\""),
            TYPE,
            "LineItems must be a line item, an object, but was \"a\""),
        quantity("\"ten\"", TYPE),
        quantity("\"\"", TYPE),
        quantity("true", TYPE),
        quantity("[1]", TYPE),
        quantity("1.5", VALUE),
        quantity("2147483648", VALUE),
        quantity("1e99", VALUE),
        quantity("-1", VALUE),
        quantity("0", VALUE),
        item(
            "a missing Quantity",
            "\"CatalogItemId\":\"A:B:C\"",
            VALUE,
            "LineItems[1] lacks Quantity"),
        item(
            "Quantity null",
            "\"CatalogItemId\":\"A:B:C\",\"Quantity\":null",
            VALUE,
            "LineItems[1] lacks Quantity"),
        item(
            "a missing CatalogItemId", "\"Quantity\":1", VALUE, "LineItems[1] lacks CatalogItemId"),
        item(
            "an empty CatalogItemId",
            "\"CatalogItemId\":\"\",\"Quantity\":1",
            VALUE,
            "LineItems[1].CatalogItemId must not be empty"),
        member(
            "an unknown member",
            "\"Price\":1",
            NO_SUCH,
            "LineItems[1] has no member \"Price\"",
            "Quantity"),
        member(
            "a member twice by case",
            "\"quantity\":2",
            VALUE,
            "LineItems[1] has Quantity twice",
            "case"),
        member(
            "an empty billing cycle",
            "\"BillingCycle\":\"\"",
            TYPE,
            "LineItems[1].BillingCycle must be one of Unknown, Monthly, Annual"),
        member(
            "a billing cycle of another type",
            "\"BillingCycle\":true",
            TYPE,
            "LineItems[1].BillingCycle must be one of",
            "true"),
        member(
            "a term of another type",
            "\"TermDuration\":{}",
            TYPE,
            "LineItems[1].TermDuration must be one of"),
        member(
            "an unknown member of RenewsTo",
            "\"RenewsTo\":{\"Term\":\"P1Y\"}",
            NO_SUCH,
            "LineItems[1].RenewsTo has no member \"Term\"",
            "TermDuration"),
        member(
            "RenewsTo with a member twice by case",
            "\"RenewsTo\":{\"TermDuration\":\"P1Y\",\"termDuration\":\"P1M\"}",
            VALUE,
            "LineItems[1].RenewsTo has TermDuration twice"),
        member(
            "a participant of another type",
            "\"Participants\":[{\"Key\":[],\"Value\":\"1\"}]",
            TYPE,
            "LineItems[1].Participants[0].Key must be one of TransactionReseller",
            "[]"),
        member(
            "a participant with a member twice by case",
            "\"Participants\":[{\"Key\":\"TransactionReseller\",\"Value\":\"1\",\"value\":\"2\"}]",
            VALUE,
            "LineItems[1].Participants[0] has Value twice"),
        member(
            "a malformed date",
            "\"CustomTermEndDate\":\"tomorrow\"",
            VALUE,
            "LineItems[1].CustomTermEndDate must be a date such as",
            "\"tomorrow\""),
        member(
            "a text as AttestationAccepted",
            "\"AttestationAccepted\":\"yes\"",
            TYPE,
            "LineItems[1].AttestationAccepted must be true or false"),
        member(
            "a bad add-on",
            "\"AddonItems\":[{\"CatalogItemId\":\"A\",\"Quantity\":0}]",
            VALUE,
            "LineItems[1].AddonItems[0].Quantity " + WHOLE_NUMBER + "0"),
        member(
            "an object as FriendlyName",
            "\"FriendlyName\":{}",
            TYPE,
            "LineItems[1].FriendlyName must be a string, but was {}"));
  }

  private List<BadLine> badLines;
  private List<JsonObject> answers;
  private Output output;

  /** One process for all lines: each bad one is followed by a good one. */
  @BeforeAll
  void runAll() throws Exception {
    badLines = badLines();
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (BadLine bad : badLines) {
      input.writeBytes(bad.line());
      input.writeBytes(("\n" + WHAT_IF + "\n").getBytes(StandardCharsets.UTF_8));
    }
    output = PartnerCartProcess.with().run(input.toByteArray());
    answers = output.answers();
  }

  static Stream<Integer> indexes() {
    return IntStream.range(0, badLines().size()).boxed();
  }

  @Test
  void eachLineIsAnsweredOnceAndNothingElseIsWritten() {
    assertEquals(2 * badLines.size(), answers.size());
    assertEquals("", output.stderr());
    assertEquals(4, output.exitCode());
  }

  @ParameterizedTest
  @MethodSource("indexes")
  void badLineIsAnsweredWithWhatWasWrongAndWhereAndTheNextLineIsDone(int index) {
    BadLine bad = badLines.get(index);
    assertError(answers.get(2 * index), bad, 2 * index + 1);
    assertEquals(
        WHAT_IF_SENTENCE, answers.get(2 * index + 1).get("WhatIf").getAsString(), bad.what());
  }

  private static void assertError(JsonObject answer, BadLine bad, long line) {
    assertTrue(answer.has("Error"), bad.what() + " was taken: " + answer);
    JsonObject error = answer.getAsJsonObject("Error");
    String message = error.get("Message").getAsString();
    assertAll(
        bad.what(),
        () -> assertEquals(bad.errorId(), error.get("ErrorId").getAsString(), message),
        () -> assertEquals(bad.category(), error.get("Category").getAsString()),
        () -> assertEquals("NotSent", error.get("Outcome").getAsString()),
        () -> assertEquals(line, error.get("Line").getAsLong()),
        () ->
            bad.message()
                .forEach(part -> assertTrue(message.contains(part), message + " lacks " + part)));
  }

  @Test
  void lineFarOverTheLimitIsAnsweredInLittleMemory() throws Exception {
    byte[] megabyte = new byte[1024 * 1024];
    Arrays.fill(megabyte, (byte) 'x');
    Output output =
        PartnerCartProcess.with()
            .javaOptions("-Xmx64m")
            .run(
                in -> {
                  for (int i = 0; i < 100; i++) {
                    in.write(megabyte);
                  }
                  in.write(("\n" + WHAT_IF + "\n").getBytes(StandardCharsets.UTF_8));
                });

    assertError(
        output.answers().get(0),
        bad("100 MiB", "", NOT_JSON, "Line 1 is longer than 16777216 bytes", "--max-line-bytes"),
        1);
    assertEquals(WHAT_IF_SENTENCE, output.answers().get(1).get("WhatIf").getAsString());
  }

  @Test
  void lineThatMemoryCannotHoldIsAnsweredAndTheNextOneIsDone() throws Exception {
    String large =
        newCartWhatIf(lineItem("\"FriendlyName\":\"" + "x".repeat(15 * 1024 * 1024) + "\""));

    Output output =
        PartnerCartProcess.with().javaOptions("-Xmx24m").run(large + "\n" + WHAT_IF + "\n");

    assertError(
        output.answers().get(0),
        bad("15 MiB", "", NOT_JSON, "Line 1 takes more memory than Java has", "-Xmx"),
        1);
    assertEquals(WHAT_IF_SENTENCE, output.answers().get(1).get("WhatIf").getAsString());
  }

  @Test
  void limitThatWasSetIsKeptToTheByte() throws Exception {
    String line = newCartWhatIf(lineItem("\"FriendlyName\":\"" + "x".repeat(1024) + "\""));
    String oneMore = line + " ";

    Output output =
        PartnerCartProcess.with("--max-line-bytes", Integer.toString(line.length()))
            .run(line + "\r\n" + oneMore + "\n" + line);

    assertTrue(output.answers().get(0).has("WhatIf"));
    assertTrue(output.answers().get(1).has("Error"));
    assertTrue(output.answers().get(2).has("WhatIf"));
  }

  @Test
  void truncatedLastLineIsAnsweredWithAnError() throws Exception {
    Output output =
        PartnerCartProcess.with().run(WHAT_IF + "\n" + WHAT_IF.substring(0, WHAT_IF.length() - 1));

    assertEquals(2, output.answers().size());
    assertError(
        output.answers().get(1),
        bad("truncated", "", NOT_JSON, "Line 2", "the text ends in the middle of a value"),
        2);
  }

  @Test
  void errorOfACommandWithAnIdCarriesItsId() throws Exception {
    Output output =
        PartnerCartProcess.with().run(Commands.with("\"Id\":\"a\"", newCartWhatIf("[]")) + "\n");

    assertEquals("a", output.answers().get(0).get("Id").getAsString());
    assertTrue(output.answers().get(0).has("Error"));
  }
}
