package io.github.partnercart.protocol;

import static io.github.partnercart.Commands.WHAT_IF;
import static io.github.partnercart.Commands.WHAT_IF_SENTENCE;
import static io.github.partnercart.Commands.addLineItem;
import static io.github.partnercart.Commands.command;
import static io.github.partnercart.Commands.getCart;
import static io.github.partnercart.Commands.lineItem;
import static io.github.partnercart.Commands.newCartWhatIf;
import static io.github.partnercart.Commands.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import io.github.partnercart.ProtocolSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol on stdin and stdout, seen from outside. */
@Timeout(120)
class ProtocolIT {
  private static final String TOKEN = "secret-token-of-the-test";
  private static final String TOKEN_VARIABLE = "PARTNER_CENTER_ACCESS_TOKEN";

  private CartService service;

  @BeforeEach
  void startService() throws Exception {
    service = new CartService();
  }

  @AfterEach
  void stopService() {
    service.close();
  }

  private PartnerCartProcess.Setup signedIn(String... options) {
    return PartnerCartProcess.with(options)
        .environment("PARTNER_CART_ENDPOINT", service.address())
        .environment(TOKEN_VARIABLE, TOKEN);
  }

  private static List<String> sentences(Output output) {
    return output.answers().stream().map(a -> a.get("WhatIf").getAsString()).toList();
  }

  private static String errorId(JsonObject answer) {
    return answer.getAsJsonObject("Error").get("ErrorId").getAsString();
  }

  // Lines.

  @Test
  void byteOrderMarkBlankLinesCarriageReturnsAndAMissingLastNewlineDoNotMatter() throws Exception {
    Output output =
        PartnerCartProcess.with()
            .run("\uFEFF" + WHAT_IF + "\r\n\r\n\n \t\n" + WHAT_IF + "\n" + WHAT_IF);

    assertEquals(List.of(WHAT_IF_SENTENCE, WHAT_IF_SENTENCE, WHAT_IF_SENTENCE), sentences(output));
    assertEquals(0, output.exitCode());
    assertEquals("", output.stderr());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF"})
  void endsWellWhereThereIsNoCommand(String input) throws Exception {
    assertEquals(new Output(0, "", ""), PartnerCartProcess.with().run(input));
  }

  @Test
  void lineNumberOfAnErrorCountsBlankLines() throws Exception {
    Output output = PartnerCartProcess.with().run("\n\n{}\n");

    assertEquals(3, output.answers().get(0).getAsJsonObject("Error").get("Line").getAsInt());
  }

  @Test
  void answerComesAsSoonAsItsLineWasReadAndTheProcessEndsWithItsInput() throws Exception {
    try (PartnerCartProcess process = PartnerCartProcess.with().start()) {
      process.write(WHAT_IF + "\n");
      assertEquals(WHAT_IF_SENTENCE, process.nextAnswer().get("WhatIf").getAsString());
      process.closeInput();
      assertEquals(new Output(0, "", ""), process.end());
    }
  }

  // Ids and order.

  @Test
  void idIsEchoedAsItWasWritten() throws Exception {
    List<String> ids =
        List.of("\"a\"", "7", "-1", "\"7\"", "\"\"", "\"ä\\\"\"", "9223372036854775807");
    String input =
        String.join("\n", ids.stream().map(id -> with("\"Id\":" + id, WHAT_IF)).toList());

    List<JsonObject> answers = PartnerCartProcess.with("--concurrency", "1").run(input).answers();

    assertEquals(ids, answers.stream().map(a -> a.get("Id").toString()).toList());
    answers.forEach(
        a ->
            assertEquals(
                WHAT_IF_SENTENCE, a.getAsJsonObject("Result").get("WhatIf").getAsString()));
  }

  @Test
  void answersWithAnIdComeAsSoonAsTheyAreKnown() throws Exception {
    service.hold("slow");
    try (PartnerCartProcess process = signedIn().start()) {
      process.write(with("\"Id\":1", getCart("slow")) + "\n");
      service.awaitRequest("slow");
      process.write(with("\"Id\":2", getCart("fast")) + "\n");

      JsonObject first = process.nextAnswer();
      service.release("slow");
      JsonObject second = process.nextAnswer();

      assertEquals(2, first.get("Id").getAsInt());
      assertEquals("fast", first.getAsJsonObject("Result").get("CartId").getAsString());
      assertEquals(1, second.get("Id").getAsInt());
    }
  }

  @Test
  void answersWithoutAnIdComeInTheOrderOfTheirCommands() throws Exception {
    service.hold("slow");
    try (PartnerCartProcess process = signedIn().start()) {
      process.write(
          getCart("slow") + "\n" + getCart("fast") + "\n{}\n" + with("\"Id\":1", WHAT_IF) + "\n");
      service.awaitRequest("slow");
      service.awaitRequest("fast");

      assertEquals(1, process.nextAnswer().get("Id").getAsInt());
      service.release("slow");
      assertEquals("slow", process.nextAnswer().get("CartId").getAsString());
      assertEquals("fast", process.nextAnswer().get("CartId").getAsString());
      assertEquals("InvalidCommandLine", errorId(process.nextAnswer()));
    }
  }

  @Test
  void commandsOnTheSameCartRunOneAfterAnotherInInputOrder() throws Exception {
    List<String> names = IntStream.range(0, 6).mapToObj(i -> "item " + i).toList();
    String input =
        String.join(
            "\n",
            names.stream()
                .map(
                    name ->
                        addLineItem(
                            name.endsWith("3") ? "CART" : "cart",
                            lineItem("\"FriendlyName\":\"" + name + "\"")))
                .toList());

    Output output = signedIn().run(input);

    List<String> requests = service.requests();
    assertEquals(0, output.exitCode(), output.stdout());
    assertEquals(2 * names.size(), requests.size());
    for (int i = 0; i < names.size(); i++) {
      assertTrue(
          requests.get(2 * i).toLowerCase(Locale.ROOT).startsWith("get cart"), requests.get(2 * i));
      String put = requests.get(2 * i + 1);
      assertTrue(put.startsWith("PUT ") && put.contains(names.get(i)), put);
    }
  }

  // Commands.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Set-PartnerCustomerCart         | "CartId":"c","LineItems":[{"CatalogItemId":"A","Quantity":1}] | Updates the cart with the identifier of c.
          Add-PartnerCustomerCartLineItem | "CartId":"c","LineItem":{"CatalogItemId":"A","Quantity":1}    | Adds a new line item to the cart with the identifier of c.
          Submit-PartnerCustomerCart      | "CartId":"c"                                                  | Checks out the cart with the identifier of c.
          """)
  void whatIfTellsInPowerShellsWordsWhatWouldBeDoneAndSendsNothing(
      String name, String parameters, String target) throws Exception {
    Output output = signedIn().run(command(name, parameters + ",\"WhatIf\":true"));

    assertEquals(
        List.of(
            "What if: Performing the operation \"%s\" on target \"%s\".".formatted(name, target)),
        sentences(output));
    assertEquals(List.of(), service.requests());
  }

  @Test
  void namesMatchWithoutRegardToCaseInEveryLocaleAndTimeZone() throws Exception {
    String input =
        "{\"COMMAND\":\"NEW-PARTNERCUSTOMERCART\",\"parameters\":{\"CUSTOMERID\":\"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08\",\"whatif\":true,\"LINEITEMS\":[{\"catalogitemid\":\"A\",\"QUANTITY\":1,\"FRIENDLYNAME\":\"i\",\"BILLINGCYCLE\":\"MONTHLY\",\"TERMDURATION\":\"p1m\",\"PARTICIPANTS\":{\"KEY\":\"TRANSACTIONRESELLER\",\"VALUE\":\"1\"}}]}}\n"
            + "x\n"
            + newCartWhatIf(lineItem("\"BillingCycle\":\"weekly\""))
            + "\n"
            + with("\"TimeoutSeconds\":0", WHAT_IF)
            + "\n";
    Output usual = PartnerCartProcess.with().run(input);
    assertEquals(WHAT_IF_SENTENCE, usual.answers().get(0).get("WhatIf").getAsString());

    for (String options :
        List.of(
            "-Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Chatham",
            "-Duser.language=de -Duser.country=DE -Duser.timezone=Asia/Kathmandu",
            "-Duser.language=ar -Duser.country=EG -Duser.timezone=America/St_Johns",
            "-Dfile.encoding=ISO-8859-1 -Dstdout.encoding=US-ASCII")) {
      assertEquals(usual, PartnerCartProcess.with().javaOptions(options).run(input), options);
    }
  }

  @Test
  void lettersOfAnyLanguageComeThroughInEveryEncoding() throws Exception {
    Output output =
        PartnerCartProcess.with()
            .environment("LC_ALL", "C")
            .javaOptions("-Dfile.encoding=ISO-8859-1")
            .run(newCartWhatIf(lineItem("\"Größe 漢 😀\":1")));

    String message = output.answers().get(0).getAsJsonObject("Error").get("Message").getAsString();
    assertTrue(message.contains("\"Größe 漢 😀\""), message);
  }

  // The command line.

  @Test
  void linesAreBareParametersWhereACommandIsGiven() throws Exception {
    String parameters =
        "{\"CustomerId\":\"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08\",\"WhatIf\":true,\"LineItems\":"
            + lineItem("")
            + "}";

    Output output =
        PartnerCartProcess.with("--command", "new-partnercustomercart")
            .run(parameters + "\n[]\n" + WHAT_IF);

    assertEquals(WHAT_IF_SENTENCE, output.answers().get(0).get("WhatIf").getAsString());
    assertTrue(
        output.answers().get(1).toString().contains("the parameters of New-PartnerCustomerCart"));
    assertEquals("NamedParameterNotFound", errorId(output.answers().get(2)));
  }

  @Test
  void optionStandsBeforeItsEnvironmentVariable() throws Exception {
    Output output =
        PartnerCartProcess.with("--command", "New-PartnerCustomerCart")
            .environment("PARTNER_CART_COMMAND", "Get-PartnerCustomerCart")
            .environment("PARTNER_CART_CONCURRENCY", "")
            .run("{}");
    Output byVariable =
        PartnerCartProcess.with()
            .environment("PARTNER_CART_COMMAND", "Get-PartnerCustomerCart")
            .run("{}");

    assertTrue(output.stdout().contains("LineItems"), output.stdout());
    assertTrue(byVariable.stdout().contains("CartId"), byVariable.stdout());
  }

  @ParameterizedTest
  @CsvSource({
    "--sofort,                          , there is no option --sofort",
    "--conc 3,                          , there is no option --conc",
    "--concurrency 0,                   , --concurrency: 0 is not a whole number from 1 to 256",
    "--concurrency,                     , Missing argument",
    "--timeout soon,                    , --timeout: soon is not",
    "--max-line-bytes 1,                , --max-line-bytes: 1 is not",
    "--log-level loud,                  , --log-level:",
    "--locale a\u00e4,                  , --locale:",
    "--command Nope,                    , --command: there is no command",
    "--environment AzureMoon,           , --environment: there is no environment",
    "--endpoint http://example.com,     , an access token goes over https only",
    "--endpoint ftp://example.com,      , --endpoint:",
    "--sandbox --endpoint http://[::1], , --endpoint has no effect with the sandbox",
    "nonsense,                          , \"nonsense\" is not known",
    "'',         CONCURRENCY=0          , PARTNER_CART_CONCURRENCY: 0 is not",
    "'',         SANDBOX=maybe          , PARTNER_CART_SANDBOX: maybe is neither true nor false",
  })
  void wrongUseEndsWithTwoAndAHint(String options, String variable, String message)
      throws Exception {
    PartnerCartProcess.Setup setup =
        PartnerCartProcess.with(options.isEmpty() ? new String[0] : options.split(" "));
    if (variable != null) {
      setup.environment("PARTNER_CART_" + variable.split("=")[0], variable.split("=")[1]);
    }

    Output output = setup.run(WHAT_IF);

    assertEquals(2, output.exitCode());
    assertEquals("", output.stdout());
    assertTrue(output.stderr().contains(message), output.stderr());
    assertTrue(output.stderr().contains("Try partner-cart --help."), output.stderr());
  }

  @ParameterizedTest
  @CsvSource({"--help, --max-line-bytes", "--version, partner-cart 0.", "--schema, $defs"})
  void informationIsPrintedWithoutReadingCommands(String option, String expected) throws Exception {
    try (PartnerCartProcess process = PartnerCartProcess.with(option).start()) {
      Output output = process.end();

      assertEquals(0, output.exitCode());
      assertTrue(output.stdout().contains(expected), output.stdout());
      assertEquals("", output.stderr());
    }
  }

  // How it ends.

  @Test
  void exitCodeIsFourWhereALineIsBad() throws Exception {
    assertEquals(4, PartnerCartProcess.with().run(WHAT_IF + "\n{}\n" + WHAT_IF).exitCode());
  }

  @Test
  void exitCodeIsThreeWithoutASignIn() throws Exception {
    Output output = PartnerCartProcess.with().run(getCart("a") + "\n" + WHAT_IF);

    assertEquals(3, output.exitCode());
    JsonObject error = output.answers().get(0).getAsJsonObject("Error");
    assertEquals("NotSignedIn", error.get("ErrorId").getAsString());
    assertEquals("AuthenticationError", error.get("Category").getAsString());
    assertEquals("NotSent", error.get("Outcome").getAsString());
    assertTrue(error.get("Message").getAsString().contains(TOKEN_VARIABLE), error.toString());
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void signalEndsItAfterTheCommandsInFlightWereAnswered(String signal, int exitCode)
      throws Exception {
    service.hold("slow");
    try (PartnerCartProcess process = signedIn().start()) {
      assumeTrue(process.heeds(signal), "the tests were started with SIG" + signal + " ignored");
      process.write(getCart("slow") + "\n");
      service.awaitRequest("slow");

      process.signal(signal);
      boolean waits = process.isAliveAfter(300);
      service.release("slow");
      JsonObject answer = process.nextAnswer();

      assertTrue(waits, "it did not wait for the command in flight");
      assertEquals("slow", answer.get("CartId").getAsString());
      assertEquals(new Output(exitCode, "", ""), process.end());
    }
  }

  @Test
  void signalEndsItWithinSecondsWhileItComputes() throws Exception {
    String item = "{\"CatalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"Quantity\":1}";
    String items = String.join(",", Collections.nCopies(150_000, item));
    try (PartnerCartProcess process = PartnerCartProcess.with("--sandbox").start()) {
      process.write(WHAT_IF + "\n");
      process.nextAnswer();
      process.write(Commands.newCart("[" + items + "]") + "\n");
      process.signal("TERM");

      assertFalse(process.isAliveAfter(10_000), "it computes on");
    }
  }

  @Test
  void signalEndsItWhileItWaitsForInput() throws Exception {
    try (PartnerCartProcess process = PartnerCartProcess.with().start()) {
      process.write(WHAT_IF + "\n");
      process.nextAnswer();
      process.signal("TERM");
      assertEquals(new Output(143, "", ""), process.end());
    }
  }

  @Test
  void readerThatGoesAwayEndsItQuietly() throws Exception {
    try (PartnerCartProcess process = PartnerCartProcess.with().start()) {
      process.write(WHAT_IF + "\n");
      process.nextAnswer();
      process.closeOutput();
      process.write(WHAT_IF + "\n");

      process.exitCode();
      assertEquals("", process.stderr());
    }
  }

  @Test
  void aJavaThatIsBrokenIsAnsweredAndNeverHangs(@TempDir Path directory) throws Exception {
    Path nonsense = Files.writeString(directory.resolve("security"), "nonsense");

    Output output =
        signedIn()
            .javaOptions("-Djava.security.properties==" + nonsense)
            .run(WHAT_IF + "\n" + addLineItem("cart", lineItem("")));

    assertEquals(1, output.exitCode(), output::toString);
    assertEquals(2, output.answers().size());
    assertTrue(output.stdout().contains("InternalError"), output.stdout());
    assertTrue(output.stdout().contains("NotSent"), output.stdout());
  }

  @Test
  void changeWhoseAnswerNobodyReadIsReported() throws Exception {
    service.hold("cart");
    try (PartnerCartProcess process = signedIn().start()) {
      process.write(addLineItem("cart", lineItem("")) + "\n");
      service.awaitRequest("cart");
      process.closeOutput();
      service.release("cart");

      process.exitCode();
      assertTrue(
          process.stderr().contains("The answer to line 1 could not be written"), process.stderr());
      assertTrue(process.stderr().contains("the cart is cart"), process.stderr());
    }
  }

  // Secrets.

  @Test
  void tokenIsNeverPrinted() throws Exception {
    Output output =
        signedIn("--log-level", "trace", "--max-attempts", "2")
            .run(
                String.join(
                    "\n",
                    getCart("a"),
                    getCart("refused"),
                    getCart("unavailable"),
                    addLineItem("b", lineItem(""))));

    assertEquals("ServiceError", errorId(output.answers().get(1)));
    assertTrue(output.stderr().contains("attempt 2: status 503"), output.stderr());
    assertFalse((output.stdout() + output.stderr()).contains(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\nX-Evil: 1", " and more", "\u00e4", "\nBearer"})
  void tokenThatIsNoneIsRefusedWithoutPrintingIt(String tail) throws Exception {
    Output output =
        signedIn("--log-level", "trace")
            .environment(TOKEN_VARIABLE, TOKEN + tail)
            .run(getCart("a"));

    assertEquals(3, output.exitCode());
    assertEquals("NotSignedIn", errorId(output.answers().get(0)));
    assertTrue(output.stdout().contains(TOKEN_VARIABLE));
    assertFalse((output.stdout() + output.stderr()).contains(TOKEN));
    assertEquals(List.of(), service.requests());
  }

  // The sandbox.

  @Test
  void cartGoesThroughAllCommandsInTheSandboxAndEveryAnswerFitsTheSchema() throws Exception {
    try (PartnerCartProcess process = PartnerCartProcess.with("--sandbox").start()) {
      process.write(
          command(
                  "New-PartnerCustomerCart",
                  "\"LineItems\":[{\"BillingCycle\":\"OneTime\",\"CatalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"FriendlyName\":\"Sample RI Purchase\",\"ProvisioningContext\":{\"duration\":\"1Year\",\"scope\":\"shared\",\"subscriptionId\":\"D526EF3A-35E6-477F-A64C-906F6177FBFA\"},\"Quantity\":10}]")
              + "\n");
      JsonObject cart = process.nextAnswer();
      String id = cart.get("CartId").getAsString();
      JsonObject fedBack = cart.deepCopy();
      fedBack.addProperty("CustomerId", "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08");
      JsonObject set = new JsonObject();
      set.addProperty("Command", "Set-PartnerCustomerCart");
      set.add("Parameters", fedBack);
      assertEquals(List.of(), ProtocolSchema.faultsOfCommand(set.toString()));

      process.write(set + "\n");
      assertEquals(id, process.nextAnswer().get("CartId").getAsString());
      process.write(addLineItem(id, lineItem("\"BillingCycle\":\"OneTime\"")) + "\n");
      assertEquals(2, process.nextAnswer().getAsJsonArray("LineItems").size());
      process.write(getCart(id) + "\n");
      assertEquals(2, process.nextAnswer().getAsJsonArray("LineItems").size());
      process.write(command("Submit-PartnerCustomerCart", "\"CartId\":\"" + id + "\"") + "\n");
      JsonElement orders = process.nextAnswer().get("Orders");
      assertTrue(orders.isJsonArray() && !orders.getAsJsonArray().isEmpty(), orders.toString());
      process.write(with("\"Id\":1", getCart("no-such-cart")) + "\n");
      assertEquals("ServiceError", errorId(process.nextAnswer()));
      process.closeInput();
      assertEquals(new Output(4, "", ""), process.end());
    }
  }
}
