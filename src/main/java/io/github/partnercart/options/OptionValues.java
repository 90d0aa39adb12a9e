package io.github.partnercart.options;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** The values of options: from the command line, else from PARTNER_CART_… in the environment. */
final class OptionValues {
  private static final String PREFIX = "PARTNER_CART_";

  /** Of the launcher and of the PowerShell module. */
  private static final Set<String> OF_OTHERS = Set.of(PREFIX + "HOME", PREFIX + "JAVA_OPTS");

  /** Reads an option's text, or throws with a message that says what would be right. */
  @FunctionalInterface
  interface Reading<T> {
    T read(String text);
  }

  private final CommandLine commandLine;
  private final Map<String, String> environment;

  OptionValues(CommandLine commandLine, Map<String, String> environment) {
    this.commandLine = commandLine;
    this.environment = environment;
  }

  /**
   * Checks that every PARTNER_CART_… variable is an option's, so that a misspelt one is found.
   *
   * @throws UsageException if one is not
   */
  void requireKnownVariables() throws UsageException {
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      String variable = entry.getKey();
      boolean isKnown =
          !variable.startsWith(PREFIX)
              || entry.getValue().isBlank()
              || OF_OTHERS.contains(variable)
              || Stream.of(Row.values()).anyMatch(row -> row.variable().equals(variable));
      if (!isKnown) {
        throw new UsageException(
            "there is no option for the variable " + variable + "; see partner-cart --help");
      }
    }
  }

  /** Reads an option's value, wherever it was given. */
  <T> Optional<T> read(Row option, Reading<T> reading) throws UsageException {
    @Nullable String written = commandLine.getOptionValue(option.longName());
    if (written == null) {
      return readVariable(option, reading);
    }
    if (written.isBlank()) {
      throw new UsageException("--" + option.longName() + " needs a value, but it is empty");
    }
    return Optional.of(read("--" + option.longName(), written, reading));
  }

  /**
   * Reads an option's value, unless the command line has another one that takes its place.
   *
   * @throws UsageException if the command line has both
   */
  <T> Optional<T> readUnless(Row other, Row option, Reading<T> reading) throws UsageException {
    if (!isOnCommandLine(other)) {
      return read(option, reading);
    }
    if (isOnCommandLine(option)) {
      throw new UsageException(
          "--%s and --%s can't be used together".formatted(option.longName(), other.longName()));
    }
    return Optional.empty();
  }

  private <T> Optional<T> readVariable(Row option, Reading<T> reading) throws UsageException {
    String written = environment.getOrDefault(option.variable(), "");
    // An empty variable is how a caller unsets it.
    return written.isBlank()
        ? Optional.empty()
        : Optional.of(read(option.variable(), written, reading));
  }

  private static <T> T read(String origin, String written, Reading<T> reading)
      throws UsageException {
    try {
      return reading.read(written.strip());
    } catch (IllegalArgumentException e) {
      throw new UsageException(origin + ": " + e.getMessage(), e);
    }
  }

  /** Whether an option stands on the command line. */
  boolean isOnCommandLine(Row option) {
    return commandLine.hasOption(option.longName());
  }

  /** Whether an option without a value is set. */
  boolean isSet(Row option) throws UsageException {
    return isOnCommandLine(option) || readVariable(option, OptionValues::flag).orElse(false);
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new IllegalArgumentException(text + " is neither true nor false");
    };
  }

  /** Reads a whole number within bounds. */
  static Reading<Integer> wholeNumber(int least, int most) {
    return text -> {
      if (text.matches("\\d{1,10}")) {
        long number = Long.parseLong(text);
        if (number >= least && number <= most) {
          return (int) number;
        }
      }
      throw new IllegalArgumentException(
          "%s is not a whole number from %d to %d".formatted(text, least, most));
    };
  }
}
