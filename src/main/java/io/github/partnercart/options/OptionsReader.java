package io.github.partnercart.options;

import io.github.partnercart.command.CmdletType;
import io.github.partnercart.command.Cmdlets;
import io.github.partnercart.options.AppOptions.Action;
import io.github.partnercart.options.CommandOptions.JournalOptions;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.sandbox.SandboxOptions;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.SignInWay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;

/** Reads each option's value into what it is for. */
final class OptionsReader {
  private static final int MAX_CONCURRENCY = 256;
  private static final int MAX_ATTEMPTS = 100;
  private static final int MAX_TIMEOUT_SECONDS = 24 * 60 * 60;
  private static final int MIN_LINE_BYTES = 1024;

  /** A line is held in memory as a whole, in an array. */
  private static final int MAX_LINE_BYTES = 1024 * 1024 * 1024;

  private static final List<Row> OF_SERVICE =
      List.of(
          Row.ENDPOINT,
          Row.ENVIRONMENT,
          Row.CA_CERTIFICATES,
          Row.ACCESS_TOKEN_FILE,
          Row.TOKEN_CACHE);
  private static final List<Row> OF_SANDBOX =
      List.of(Row.PORT, Row.THROTTLE, Row.FAULT_RATE, Row.SEED);
  private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private final OptionValues values;
  private final Action action;

  private OptionsReader(OptionValues values, Action action) {
    this.values = values;
    this.action = action;
  }

  static AppOptions read(String[] args, Map<String, String> environment) throws UsageException {
    CommandLine commandLine = Arguments.parse(args);
    Action action = Arguments.action(commandLine);
    boolean isRun = action == Action.RUN_COMMANDS || action == Action.RUN_SANDBOX;
    // --help must work even if a PARTNER_CART_ variable is invalid.
    OptionValues values = new OptionValues(commandLine, isRun ? environment : Map.of());
    OptionsReader reader = new OptionsReader(values, action);
    if (isRun) {
      values.requireKnownVariables();
      reader.requireFitting();
    }
    return new AppOptions(
        action,
        reader.commands(),
        reader.service(),
        reader.signIn(),
        reader.sandbox(),
        values.read(Row.LOG_LEVEL, OptionsReader::logLevel).orElse("warn"));
  }

  /** Options that would have no effect are refused, as their user expects one. */
  private void requireFitting() throws UsageException {
    boolean isAlone = action == Action.RUN_SANDBOX;
    if (isAlone || values.isOnCommandLine(Row.SANDBOX)) {
      refuse("has no effect with the sandbox", OF_SERVICE);
    }
    if (isAlone) {
      String reason = "has no effect on a sandbox that runs alone";
      refuse(reason, List.of(Row.SANDBOX, Row.LOCALE));
      refuse(reason, Row.Group.COMMANDS.rows());
    }
  }

  private void refuse(String reason, List<Row> options) throws UsageException {
    for (Row option : options) {
      if (values.isOnCommandLine(option)) {
        throw new UsageException("--" + option.longName() + " " + reason);
      }
    }
  }

  private CommandOptions commands() throws UsageException {
    return new CommandOptions(
        values.read(Row.COMMAND, OptionsReader::cmdlet),
        values.read(Row.CONCURRENCY, OptionValues.wholeNumber(1, MAX_CONCURRENCY)).orElse(8),
        values
            .read(Row.TIMEOUT, OptionValues.wholeNumber(1, MAX_TIMEOUT_SECONDS))
            .map(Duration::ofSeconds)
            .orElse(Duration.ofMinutes(5)),
        values
            .read(Row.MAX_LINE_BYTES, OptionValues.wholeNumber(MIN_LINE_BYTES, MAX_LINE_BYTES))
            .orElse(16 * 1024 * 1024),
        new JournalOptions(
            values.read(Row.JOURNAL, Path::of),
            values.isSet(Row.KEYED_ONLY),
            values.isSet(Row.RETRY_REJECTED)));
  }

  private static CmdletType cmdlet(String name) {
    return Cmdlets.OF_PARTNER_CENTER
        .named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no command \"%s\"; there are %s"
                        .formatted(name, Cmdlets.OF_PARTNER_CENTER.names())));
  }

  private ServiceOptions service() throws UsageException {
    Cloud cloud = values.read(Row.ENVIRONMENT, Cloud::named).orElse(Cloud.AzureCloud);
    Optional<Endpoint> endpoint = values.readUnless(Row.ENVIRONMENT, Row.ENDPOINT, Endpoint::of);
    return new ServiceOptions(
        endpoint.orElse(Endpoint.of(cloud)),
        endpoint.isPresent(),
        cloud,
        values.read(Row.CA_CERTIFICATES, Path::of),
        values.read(Row.LOCALE, OptionsReader::locale).orElse("en-US"),
        values.read(Row.RATE, OptionsReader::perSecond).orElse(Double.POSITIVE_INFINITY),
        values
            .read(Row.MAX_ATTEMPTS, OptionValues.wholeNumber(1, MAX_ATTEMPTS))
            .map(RetrySettings::withMaxAttempts)
            .orElse(RetrySettings.DEFAULT));
  }

  private SignInOptions signIn() throws UsageException {
    return new SignInOptions(
        values.read(Row.ACCESS_TOKEN_FILE, Path::of),
        values.read(Row.TOKEN_CACHE, Path::of),
        values.readUnless(Row.ACCESS_TOKEN_FILE, Row.SIGN_IN, SignInWay::named));
  }

  private Optional<SandboxOptions> sandbox() throws UsageException {
    boolean isAlone = action == Action.RUN_SANDBOX;
    boolean isUsed =
        values.isSet(Row.SANDBOX)
            && !values.isOnCommandLine(Row.ENDPOINT)
            && !values.isOnCommandLine(Row.ENVIRONMENT);
    if (!isAlone && !isUsed) {
      refuse("has no effect without the sandbox", OF_SANDBOX);
      return Optional.empty();
    }
    int port = values.read(Row.PORT, OptionValues.wholeNumber(0, 65535)).orElse(isAlone ? 8080 : 0);
    return Optional.of(
        new SandboxOptions(
            port,
            values.read(Row.THROTTLE, SandboxOptions::parseThrottle).orElse(null),
            values.read(Row.FAULT_RATE, OptionsReader::probability).orElse(0.0),
            values.read(Row.SEED, OptionsReader::seed).orElse(0L)));
  }

  private static double perSecond(String text) {
    if (!text.matches("[1-9]\\d{0,6}/min")) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a whole number over 0 with \"/min\" behind it, such as 500/min");
    }
    return Integer.parseInt(text.substring(0, text.indexOf('/'))) / 60.0;
  }

  private static double probability(String text) {
    if (!text.matches("0(\\.\\d{1,15})?|1(\\.0{1,15})?")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number from 0 to 1");
    }
    return Double.parseDouble(text);
  }

  private static long seed(String text) {
    if (!text.matches("-?\\d{1,18}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a whole number");
    }
    return Long.parseLong(text);
  }

  private static String locale(String text) {
    // It goes into a header: nothing else than a language tag may.
    if (!text.matches("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")) {
      throw new IllegalArgumentException("\"" + text + "\" is not a language tag such as en-US");
    }
    return text;
  }

  private static String logLevel(String text) {
    String level = text.toLowerCase(Locale.ROOT);
    if (!LOG_LEVELS.contains(level)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not one of " + String.join(", ", LOG_LEVELS));
    }
    return level;
  }
}
