package io.github.partnercart;

import io.github.partnercart.cmdlet.CmdletType;
import io.github.partnercart.cmdlet.Cmdlets;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.sandbox.SandboxOptions;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.SignInWay;
import io.github.partnercart.stdio.CommandLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * What the command line and the environment ask for.
 *
 * @param action what to do
 * @param sandbox the sandbox to start, alone or to use; empty where a real endpoint is used
 * @param endpoint the service's address, unless it is the sandbox's
 * @param endpointIsGiven whether the address is one of its own, rather than an environment's
 * @param cloud where to sign in
 * @param accessTokenFile where the access token is read from, if from a file
 * @param tokenCache where tokens are kept beyond the process, if anywhere
 * @param signIn the way to sign in, if one was chosen
 * @param journal where it is kept what became of each line, if anywhere
 * @param locale the language of the service's messages
 * @param retry how often requests are repeated
 * @param loop how commands are read and run
 * @param logLevel the least level of what is logged
 */
record CommandLineOptions(
    Action action,
    Optional<SandboxOptions> sandbox,
    Endpoint endpoint,
    boolean endpointIsGiven,
    Cloud cloud,
    Optional<Path> accessTokenFile,
    Optional<Path> tokenCache,
    Optional<SignInWay> signIn,
    Optional<Path> journal,
    String locale,
    RetrySettings retry,
    CommandLoop.Settings loop,
    String logLevel) {
  /** What the process is to do. */
  enum Action {
    RUN_COMMANDS,
    RUN_SANDBOX,
    PRINT_HELP,
    PRINT_VERSION,
    PRINT_SCHEMA
  }

  /** Whether each request and its answer are logged. */
  boolean logsExchanges() {
    return logLevel.equals("debug") || logLevel.equals("trace");
  }

  private static final int MAX_CONCURRENCY = 256;
  private static final int MAX_ATTEMPTS = 100;
  private static final int MAX_TIMEOUT_SECONDS = 24 * 60 * 60;
  private static final int MIN_LINE_BYTES = 1024;

  /** A line is held in memory as a whole, in an array. */
  private static final int MAX_LINE_BYTES = 1024 * 1024 * 1024;

  private static final String SANDBOX = "sandbox";
  private static final List<String> SERVICE_OPTIONS =
      List.of("endpoint", "environment", "access-token-file", "token-cache");
  private static final List<String> SANDBOX_OPTIONS =
      List.of("port", "throttle", "fault-rate", "seed");
  private static final List<String> COMMAND_OPTIONS =
      List.of(
          SANDBOX,
          "command",
          "journal",
          "concurrency",
          "timeout",
          "max-attempts",
          "max-line-bytes",
          "locale");
  private static final List<String> LOG_LEVELS = List.of("error", "warn", "info", "debug", "trace");

  /**
   * Reads the command line and the environment.
   *
   * @throws UsageException if an option is unknown or its value is wrong
   */
  static CommandLineOptions parse(String[] args, Map<String, String> environment)
      throws UsageException {
    CommandLine commandLine = parse(args);
    Action action = action(commandLine);
    boolean isRun = action == Action.RUN_COMMANDS || action == Action.RUN_SANDBOX;
    // Whoever asks for help may have a wrong variable to thank for it.
    OptionValues values = new OptionValues(commandLine, isRun ? environment : Map.of());
    if (isRun) {
      values.requireKnownVariables(options());
      requireFitting(commandLine, action);
    }
    Cloud cloud = values.read("environment", Cloud::named).orElse(Cloud.AzureCloud);
    Optional<Endpoint> endpoint = values.readUnless("environment", "endpoint", Endpoint::of);
    return new CommandLineOptions(
        action,
        sandbox(values, action),
        endpoint.orElse(Endpoint.of(cloud)),
        endpoint.isPresent(),
        cloud,
        values.read("access-token-file", Path::of),
        values.read("token-cache", Path::of),
        values.readUnless("access-token-file", "sign-in", SignInWay::named),
        values.read("journal", Path::of),
        values.read("locale", CommandLineOptions::locale).orElse("en-US"),
        values
            .read("max-attempts", OptionValues.wholeNumber(1, MAX_ATTEMPTS))
            .map(RetrySettings::withMaxAttempts)
            .orElse(RetrySettings.DEFAULT),
        loop(values),
        values.read("log-level", CommandLineOptions::logLevel).orElse("warn"));
  }

  private static CommandLine parse(String[] args) throws UsageException {
    try {
      // A misspelt option must not pass as the start of another one.
      return DefaultParser.builder().setAllowPartialMatching(false).get().parse(options(), args);
    } catch (ParseException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** All options, in the order in which the help shows them. */
  static Options options() {
    Options options = new Options();
    options.addOption(flag("sandbox", "use a built-in sandbox instead of Partner Center"));
    options.addOption(
        value("endpoint", "URL", "the service's address; https, or http on loopback"));
    options.addOption(
        value("environment", "NAME", "AzureCloud (default), AzureChinaCloud or AzureUSGovernment"));
    options.addOption(
        value(
            "access-token-file", "FILE", "read the access token from FILE, again when it changes"));
    options.addOption(
        value("sign-in", "NAME", "the way to sign in, instead of what the environment describes"));
    options.addOption(
        value("token-cache", "DIRECTORY", "keep tokens in DIRECTORY for the next runs"));
    options.addOption(value("command", "NAME", "lines are the bare parameters of this command"));
    options.addOption(
        value("journal", "FILE", "go on where a run on the same input was cut off, by FILE"));
    options.addOption(value("concurrency", "N", "commands in flight at once (default 8)"));
    options.addOption(
        value("timeout", "SECONDS", "time for a command, repeats included (default 300)"));
    options.addOption(
        value("max-attempts", "N", "how often a request is sent at most (default 4)"));
    options.addOption(
        value("max-line-bytes", "N", "the longest line that is read (default 16 MiB)"));
    options.addOption(
        value("locale", "NAME", "language of the service's messages (default en-US)"));
    options.addOption(value("log-level", "LEVEL", "error, warn (default), info, debug or trace"));
    options.addOption(
        value("port", "N", "sandbox: the port (default 8080; with --sandbox a free one)"));
    options.addOption(value("throttle", "N/s", "sandbox: answer 429 over N requests a second"));
    options.addOption(
        value("fault-rate", "P", "sandbox: drop, fail or delay this part of the requests"));
    options.addOption(value("seed", "S", "sandbox: makes the faults the same in every run"));
    options.addOption(flag("help", "print this help"));
    options.addOption(flag("version", "print the version"));
    options.addOption(flag("schema", "print the JSON Schema of commands and answers"));
    return options;
  }

  private static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  private static Option value(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  private static Action action(CommandLine commandLine) throws UsageException {
    List<String> arguments = commandLine.getArgList();
    if (commandLine.hasOption("help")) {
      return Action.PRINT_HELP;
    }
    if (commandLine.hasOption("version")) {
      return Action.PRINT_VERSION;
    }
    if (commandLine.hasOption("schema")) {
      return Action.PRINT_SCHEMA;
    }
    if (arguments.isEmpty()) {
      return Action.RUN_COMMANDS;
    }
    if (arguments.equals(List.of(SANDBOX))) {
      return Action.RUN_SANDBOX;
    }
    throw new UsageException(
        "\"%s\" is not known. Commands are read from standard input; the only word is sandbox."
            .formatted(String.join(" ", arguments)));
  }

  /** Options that would have no effect are refused, as whoever wrote them expects one. */
  private static void requireFitting(CommandLine commandLine, Action action) throws UsageException {
    boolean isAlone = action == Action.RUN_SANDBOX;
    if (isAlone || commandLine.hasOption(SANDBOX)) {
      refuse(commandLine, "has no effect with the sandbox", SERVICE_OPTIONS);
    }
    if (isAlone) {
      refuse(commandLine, "has no effect on a sandbox that runs alone", COMMAND_OPTIONS);
    }
  }

  private static void refuse(CommandLine commandLine, String reason, List<String> options)
      throws UsageException {
    for (String option : options) {
      if (commandLine.hasOption(option)) {
        throw new UsageException("--" + option + " " + reason);
      }
    }
  }

  private static Optional<SandboxOptions> sandbox(OptionValues values, Action action)
      throws UsageException {
    boolean isAlone = action == Action.RUN_SANDBOX;
    boolean isUsed =
        values.isSet(SANDBOX)
            && !values.isOnCommandLine("endpoint")
            && !values.isOnCommandLine("environment");
    if (!isAlone && !isUsed) {
      refuse(values.commandLine(), "has no effect without the sandbox", SANDBOX_OPTIONS);
      return Optional.empty();
    }
    int port = values.read("port", OptionValues.wholeNumber(0, 65535)).orElse(isAlone ? 8080 : 0);
    return Optional.of(
        new SandboxOptions(
            port,
            values.read("throttle", SandboxOptions::parseThrottle).orElse(null),
            values.read("fault-rate", CommandLineOptions::probability).orElse(0.0),
            values.read("seed", CommandLineOptions::seed).orElse(0L)));
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

  private static CommandLoop.Settings loop(OptionValues values) throws UsageException {
    @Nullable CmdletType onlyType = values.read("command", CommandLineOptions::cmdlet).orElse(null);
    return new CommandLoop.Settings(
        values.read("concurrency", OptionValues.wholeNumber(1, MAX_CONCURRENCY)).orElse(8),
        values
            .read("max-line-bytes", OptionValues.wholeNumber(MIN_LINE_BYTES, MAX_LINE_BYTES))
            .orElse(16 * 1024 * 1024),
        values
            .read("timeout", OptionValues.wholeNumber(1, MAX_TIMEOUT_SECONDS))
            .map(Duration::ofSeconds)
            .orElse(Duration.ofMinutes(5)),
        onlyType);
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
