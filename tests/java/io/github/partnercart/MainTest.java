package io.github.partnercart;

import static com.github.stefanbirkner.systemlambda.SystemLambda.restoreSystemProperties;
import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemErr;
import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemOut;
import static com.github.stefanbirkner.systemlambda.SystemLambda.withEnvironmentVariable;
import static com.github.stefanbirkner.systemlambda.SystemLambda.withTextFromSystemIn;
import static io.github.partnercart.Commands.WHAT_IF;
import static io.github.partnercart.Commands.WHAT_IF_SENTENCE;
import static io.github.partnercart.Commands.getCart;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process without a process: the standard streams and the environment of this one. */
@Isolated
class MainTest {
  private record Run(int exitCode, String out, String err) {
    JsonObject answer() {
      return JsonParser.parseString(out).getAsJsonObject();
    }
  }

  private static Run run(String variable, String value, String input, String... args)
      throws Exception {
    AtomicInteger exitCode = new AtomicInteger();
    StringBuilder err = new StringBuilder();
    StringBuilder out = new StringBuilder();
    restoreSystemProperties(
        () ->
            withEnvironmentVariable("PARTNER_CENTER_ACCESS_TOKEN", null)
                .and(variable, value)
                .execute(
                    () ->
                        err.append(
                            tapSystemErr(
                                () ->
                                    out.append(
                                        tapSystemOut(
                                            () ->
                                                withTextFromSystemIn(input)
                                                    .execute(
                                                        () ->
                                                            exitCode.set(
                                                                new Main(
                                                                        System.getenv(),
                                                                        System.in,
                                                                        System.out,
                                                                        System.err)
                                                                    .run(args)))))))));
    return new Run(exitCode.get(), out.toString(), err.toString());
  }

  @Test
  void commandIsReadFromStandardInputAndAnsweredOnStandardOutput() throws Exception {
    Run run = run("PARTNER_CART_CONCURRENCY", "1", WHAT_IF);

    assertEquals(0, run.exitCode());
    assertEquals(WHAT_IF_SENTENCE, run.answer().get("WhatIf").getAsString());
    assertEquals("", run.err());
  }

  @Test
  void missingSignInIsAnsweredAndEndsWithThree() throws Exception {
    Run run = run("PARTNER_CART_CONCURRENCY", "1", getCart("a"));

    assertEquals(3, run.exitCode());
    assertEquals("NotSignedIn", run.answer().getAsJsonObject("Error").get("ErrorId").getAsString());
  }

  @ParameterizedTest
  @CsvSource({
    "PARTNER_CART_CONCURRENCY, many",
    "PARTNER_CART_TIMEOUT, 0",
    "PARTNER_CART_MAX_ATTEMPTS, 101",
    "PARTNER_CART_MAX_LINE_BYTES, 1",
    "PARTNER_CART_ENDPOINT, http://example.com",
    "PARTNER_CART_ENVIRONMENT, AzureMoon",
    "PARTNER_CART_ENVIRONMENT, AzureGermanCloud",
    "PARTNER_CART_ENVIRONMENT, AzurePPE",
    "PARTNER_CART_SIGN_IN, magic",
    "PARTNER_CART_COMMAND, Nope",
    "PARTNER_CART_LOCALE, a b",
    "PARTNER_CART_LOG_LEVEL, loud",
    "PARTNER_CART_SANDBOX, maybe",
  })
  void wrongVariableIsNamedAndNothingIsRead(String variable, String value) throws Exception {
    Run run = run(variable, value, WHAT_IF);

    assertEquals(2, run.exitCode());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("partner-cart: " + variable + ": "), run.err());
  }

  @Test
  void optionOfTheCommandLineHidesItsVariable() throws Exception {
    assertEquals(
        0, run("PARTNER_CART_CONCURRENCY", "many", WHAT_IF, "--concurrency", "2").exitCode());
  }

  @ParameterizedTest
  @CsvSource({
    "--endpoint, https://localhost, --environment, AzureCloud",
    "--sign-in, client-secret, --access-token-file, token.txt"
  })
  void optionsThatExcludeEachOtherAreRefused(
      String one, String value, String other, String otherValue) throws Exception {
    Run run = run("PARTNER_CART_CONCURRENCY", "1", WHAT_IF, other, otherValue, one, value);

    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().contains("%s and %s can't be used together".formatted(one, other)), run.err());
  }

  @Test
  void accessTokenFileOfTheCommandLineHidesTheVariableOfAnotherWay() throws Exception {
    Run run =
        run(
            "PARTNER_CART_SIGN_IN",
            "client-secret",
            getCart("a"),
            "--access-token-file",
            "no-such-token.txt");

    String message = run.answer().getAsJsonObject("Error").get("Message").getAsString();
    assertTrue(message.contains("no-such-token.txt"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sandbox",
        "--endpoint",
        "--environment",
        "--access-token-file",
        "--sign-in",
        "--concurrency",
        "--timeout",
        "--max-attempts",
        "--max-line-bytes",
        "--command",
        "--locale",
        "--log-level",
        "--help",
        "--version",
        "--schema"
      })
  void helpNamesEveryOption(String option) throws Exception {
    assertTrue(run("PARTNER_CART_TIMEOUT", "1", "", "--help").out().contains(option));
  }

  @Test
  void schemaIsPrintedAsItIs() throws Exception {
    assertEquals(
        ProtocolSchema.text().strip(),
        run("PARTNER_CART_TIMEOUT", "1", "", "--schema").out().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --locale en-US --locale de-DE | --locale stands twice
          --sandbox --sandbox           | --sandbox stands twice
          --jornal file                 | there is no option --jornal; did you mean --journal?
          --nothing-like-it             | there is no option --nothing-like-it
          --journal=                    | --journal needs a value, but it is empty
          --journal /none/journal       | the journal /none/journal can't be used: there is no such folder
          """)
  void wrongOptionIsNamedWithWhatWouldBeRight(String options, String message) throws Exception {
    MainRun run = MainRun.of("", options.split(" ", -1));

    assertEquals(2, run.exitCode());
    assertEquals("partner-cart: " + message, run.err().lines().findFirst().orElse(""));
  }

  @Test
  void helpFitsATerminal() throws Exception {
    String help = String.join("\n", MainRun.of("", "--help").answers());

    assertTrue(help.lines().count() < 60, help);
    assertEquals(List.of(), help.lines().filter(line -> line.length() > 80).toList());
  }
}
