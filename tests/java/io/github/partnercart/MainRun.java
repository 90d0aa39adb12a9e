package io.github.partnercart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of the whole program inside the test.
 *
 * @param exitCode what the process would end with
 * @param answers the lines of standard output
 * @param err standard error, but for what is logged
 */
record MainRun(int exitCode, List<String> answers, String err) {
  /** Runs the program with an access token on the given input. */
  static MainRun of(String input, String... args) throws Exception {
    return of(input, Map.of(), args);
  }

  static MainRun of(String input, Map<String, String> environment, String... args)
      throws Exception {
    Map<String, String> withToken = new HashMap<>(environment);
    withToken.putIfAbsent("PARTNER_CENTER_ACCESS_TOKEN", "token");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        new Main(
                withToken,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(args);
    return new MainRun(
        exitCode,
        out.toString(StandardCharsets.UTF_8).lines().toList(),
        err.toString(StandardCharsets.UTF_8));
  }
}
