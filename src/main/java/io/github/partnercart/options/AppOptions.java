package io.github.partnercart.options;

import io.github.partnercart.sandbox.SandboxOptions;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line and the environment ask for.
 *
 * @param action what to do
 * @param commands how commands are read and run
 * @param service which service is used
 * @param signIn how to sign in
 * @param sandbox the sandbox to start, alone or to use; empty where a real service is used
 * @param logLevel the least level of what is logged
 */
public record AppOptions(
    Action action,
    CommandOptions commands,
    ServiceOptions service,
    SignInOptions signIn,
    Optional<SandboxOptions> sandbox,
    String logLevel) {
  /** What the process is to do. */
  public enum Action {
    RUN_COMMANDS,
    RUN_SANDBOX,
    PRINT_HELP,
    PRINT_VERSION,
    PRINT_SCHEMA
  }

  /**
   * Reads the command line and the environment.
   *
   * @throws UsageException if an option is unknown or its value is wrong
   */
  public static AppOptions of(String[] args, Map<String, String> environment)
      throws UsageException {
    return OptionsReader.read(args, environment);
  }

  /** Whether each request and its answer are logged. */
  public boolean logsExchanges() {
    return logLevel.equals("debug") || logLevel.equals("trace");
  }
}
