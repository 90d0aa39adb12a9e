package io.github.partnercart.options;

import io.github.partnercart.command.Cmdlets;
import io.github.partnercart.signin.SignInWay;

/** The text of --help. */
public final class Help {
  private static final int INDENT = 27;
  private static final int WIDTH = 80;

  private Help() {}

  /** The whole text, without a line break at its end. */
  public static String text() {
    StringBuilder help = new StringBuilder();
    help.append(
        """
        usage: partner-cart [OPTION]... < COMMANDS > ANSWERS
               partner-cart sandbox [OPTION]...

        Reads commands as JSON from standard input, one a line, and writes their
        answers as JSON to standard output. With the word sandbox, it runs a simulated
        Partner Center instead. An example:
          echo '{"Command":"Get-PartnerContext"}' | partner-cart --sandbox

        """);
    wrap(help, "Commands: " + Cmdlets.ALL.names() + ".", 0);
    for (Row.Group group : Row.Group.values()) {
      help.append('\n').append(group.title()).append(":\n");
      for (Row row : group.rows()) {
        help.append("  %-25s".formatted(row.usage()));
        wrap(help, row.meaning(), INDENT);
      }
    }
    help.append('\n');
    wrap(
        help,
        "Each option but the last three is also a variable, such as "
            + Row.MAX_ATTEMPTS.variable()
            + ". The access token is PARTNER_CENTER_ACCESS_TOKEN's, or comes by the variables of the"
            + " Azure Identity libraries. The ways to sign in are "
            + SignInWay.names()
            + ".",
        0);
    help.append(
        """

        Exit codes: 0 all succeeded; 1 run it again (with a journal the same input, else
        the failed lines); 2 wrong option or journal, nothing was sent; 3 sign in;
        4 a person must look at what failed; 130, 143 stopped.
        """);
    return help.toString().strip();
  }

  /** Writes words so that no line is longer than a terminal. */
  private static void wrap(StringBuilder text, String words, int indent) {
    int column = indent;
    for (String word : words.split(" ", -1)) {
      if (column > indent && column + 1 + word.length() > WIDTH) {
        text.append('\n').append(" ".repeat(indent));
        column = indent;
      }
      if (column > indent) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
