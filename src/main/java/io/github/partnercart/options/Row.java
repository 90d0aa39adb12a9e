package io.github.partnercart.options;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The options, a row each, in the order of the help. */
enum Row {
  COMMAND(Group.COMMANDS, "NAME", "lines are the bare parameters of this command"),
  CONCURRENCY(Group.COMMANDS, "N", "commands in flight at once (default 8)"),
  TIMEOUT(Group.COMMANDS, "SECONDS", "time for a command from its start (default 300)"),
  MAX_ATTEMPTS(Group.COMMANDS, "N", "how often a request is sent at most, 429s apart (default 4)"),
  RATE(Group.COMMANDS, "N/min", "send at most so many requests a minute"),
  MAX_LINE_BYTES(Group.COMMANDS, "N", "the longest line that is read (default 16 MiB)"),
  JOURNAL(Group.COMMANDS, "FILE", "remember in FILE what was sent and answered"),
  KEYED_ONLY(Group.COMMANDS, null, "journal: only for commands with an IdempotencyKey"),
  RETRY_REJECTED(Group.COMMANDS, null, "journal: send again what was rejected"),
  SIGN_IN(Group.SIGN_IN, "NAME", "the way to sign in, see below"),
  ACCESS_TOKEN_FILE(Group.SIGN_IN, "FILE", "the access token, read again when it changes"),
  TOKEN_CACHE(Group.SIGN_IN, "DIRECTORY", "store tokens there for the next runs"),
  ENDPOINT(Group.SERVICE, "URL", "the service's address; https, or http on loopback"),
  ENVIRONMENT(Group.SERVICE, "NAME", "AzureCloud (default), AzureChinaCloud or AzureUSGovernment"),
  CA_CERTIFICATES(Group.SERVICE, "FILE", "authorities to trust, too (PEM; or: system)"),
  LOCALE(Group.SERVICE, "NAME", "language of the service's messages (default en-US)"),
  SANDBOX(Group.SANDBOX, null, "use a built-in sandbox instead of Partner Center"),
  PORT(Group.SANDBOX, "N", "the port (default 8080; with --sandbox a free one)"),
  THROTTLE(Group.SANDBOX, "N/s", "answer 429 over N requests a second"),
  FAULT_RATE(Group.SANDBOX, "P", "drop, fail or delay this part of the requests"),
  SEED(Group.SANDBOX, "S", "makes the faults the same in every run"),
  LOG_LEVEL(Group.OTHER, "LEVEL", "error, warn (default), info, debug or trace"),
  HELP(Group.OTHER, null, "print this help"),
  VERSION(Group.OTHER, null, "print the version"),
  SCHEMA(Group.OTHER, null, "print the JSON Schema of commands and answers");

  /** What belongs together in the help. */
  enum Group {
    COMMANDS("Commands and batches"),
    SIGN_IN("Sign-in"),
    SERVICE("Service"),
    SANDBOX("Sandbox"),
    OTHER("Other");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    List<Row> rows() {
      return Stream.of(Row.values()).filter(row -> row.group == this).toList();
    }
  }

  private static final String PREFIX = "PARTNER_CART_";

  private final Group group;
  private final @Nullable String value;
  private final String meaning;

  /**
   * @param value what the value is called; null for an option without one
   */
  Row(Group group, @Nullable String value, String meaning) {
    this.group = group;
    this.value = value;
    this.meaning = meaning;
  }

  /** The option's name without its dashes. */
  String longName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name of its environment variable. */
  String variable() {
    return PREFIX + name();
  }

  /** The option and its value as they are written. */
  String usage() {
    return "--" + longName() + (value == null ? "" : " " + value);
  }

  String meaning() {
    return meaning;
  }

  private Option toOption() {
    Option.Builder option = Option.builder().longOpt(longName()).desc(meaning);
    return value == null ? option.get() : option.hasArg().argName(value).get();
  }

  /** All rows as the parser takes them. */
  static Options parsed() {
    Options options = new Options();
    Stream.of(values()).map(Row::toOption).forEach(options::addOption);
    return options;
  }
}
