package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of the service's codes is made of the table that is used. */
class ServiceCodePageTest {
  private static final String HEAD =
      """
      # Codes of Partner Center

      What an `Error` with one of these `ServiceCode`s means, and what to do. The service's own words come first, in the `Message`. A code that
      is not here means what its status does. Microsoft documents [all codes](https://learn.microsoft.com/partner-center/developer/error-codes).

      What has to change before the same command can succeed:

      | cure | |
      |---|---|
      | command | the command |
      | line item | a line item of it, although the status is that of an outage |
      | outside | something outside of the command; then run it again with `--retry-rejected` |
      | time | nothing: try again later |
      | earlier request | an earlier request has to end; it may order the cart |
      | sign-in | the sign-in |
      | none | nothing: it was done |

      | code | cure | what to do |
      |---|---|---|
      """;

  @Test
  void thePageIsTheTable() throws Exception {
    String page =
        HEAD
            + ServiceCode.table().stream()
                .map(
                    code ->
                        "| `%s` | %s | %s |\n"
                            .formatted(
                                code.number(),
                                code.cure() == ServiceCode.Cure.SIGN_IN
                                    ? "sign-in"
                                    : code.cure()
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' '),
                                code.advice()))
                .collect(Collectors.joining());
    // What the page has to be, to be copied when the table changes.
    Files.writeString(Path.of("target/codes.md"), page);

    assertEquals(page, Files.readString(Path.of("src/site/markdown/codes.md")));
  }
}
