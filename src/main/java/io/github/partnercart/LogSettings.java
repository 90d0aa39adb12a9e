package io.github.partnercart;

/** Settings of slf4j-simple, which reads them when the first message is logged, if there is one. */
final class LogSettings {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private LogSettings() {}

  static void set(String level) {
    System.setProperty(PREFIX + "defaultLogLevel", level);
    System.setProperty(PREFIX + "showThreadName", "false");
    System.setProperty(PREFIX + "showLogName", "false");
    // What MSAL4J logs as an error is answered, too, and in words for a person.
    System.setProperty(
        PREFIX + "log.com.microsoft.aad.msal4j", level.matches("debug|trace") ? level : "off");
    // Several threads may log first at once; SLF4J itself has nothing to say about that.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
  }
}
