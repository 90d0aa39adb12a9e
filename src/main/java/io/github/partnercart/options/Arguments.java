package io.github.partnercart.options;

import io.github.partnercart.options.AppOptions.Action;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** The command line, taken apart: each option once, and none without an effect. */
final class Arguments {
  private static final String SANDBOX = "sandbox";
  private static final int NEAR = 2;

  private Arguments() {}

  /**
   * Takes it apart.
   *
   * @throws UsageException if an option is unknown, lacks its value or stands twice
   */
  static CommandLine parse(String[] args) throws UsageException {
    CommandLine commandLine;
    try {
      // A misspelt option must not pass as the start of another one.
      commandLine =
          DefaultParser.builder()
              .setAllowPartialMatching(false)
              .get()
              .parse(Row.parsed(), withLongNames(args));
    } catch (UnrecognizedOptionException e) {
      throw new UsageException("there is no option " + e.getOption() + nearest(e.getOption()), e);
    } catch (ParseException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
    Set<String> given = new HashSet<>();
    for (Option option : commandLine.getOptions()) {
      if (!given.add(option.getLongOpt())) {
        throw new UsageException("--" + option.getLongOpt() + " stands twice");
      }
    }
    return commandLine;
  }

  /** What most tools also take to show their help and version. */
  private static String[] withLongNames(String[] args) {
    if (args.length != 1) {
      return args;
    }
    return switch (args[0]) {
      case "help", "-h", "-?", "/?" -> new String[] {"--" + Row.HELP.longName()};
      case "version", "-v", "-V" -> new String[] {"--" + Row.VERSION.longName()};
      default -> args;
    };
  }

  private static String nearest(String written) {
    String name = written.replaceFirst("^-+", "").replaceFirst("=.*", "");
    return Stream.of(Row.values())
        .map(Row::longName)
        .filter(known -> distance(known, name) <= NEAR)
        .findFirst()
        .map(known -> "; did you mean --" + known + "?")
        .orElse("");
  }

  /** How many letters must be changed, added or taken out (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  static Action action(CommandLine commandLine) throws UsageException {
    Optional<Action> print =
        Stream.of(
                Map.entry(Row.HELP, Action.PRINT_HELP),
                Map.entry(Row.VERSION, Action.PRINT_VERSION),
                Map.entry(Row.SCHEMA, Action.PRINT_SCHEMA))
            .filter(entry -> commandLine.hasOption(entry.getKey().longName()))
            .map(Map.Entry::getValue)
            .findFirst();
    List<String> words = commandLine.getArgList();
    if (print.isPresent()) {
      return print.get();
    }
    if (words.isEmpty()) {
      return Action.RUN_COMMANDS;
    }
    if (words.equals(List.of(SANDBOX))) {
      return Action.RUN_SANDBOX;
    }
    throw new UsageException(
        "\"%s\" is not known. Commands are read from standard input; the only word is sandbox."
            .formatted(String.join(" ", words)));
  }
}
