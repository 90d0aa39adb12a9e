package io.github.partnercart;

import io.github.partnercart.cmdlet.PartnerSession;
import io.github.partnercart.journal.FileJournal;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalException;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.Proxies;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import io.github.partnercart.signin.AccessTokenFile;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.SignInWay;
import io.github.partnercart.signin.SignIns;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequestOnFirstUse;
import io.github.partnercart.signin.TokenRequests;
import io.github.partnercart.signin.cache.TokenCache;
import io.github.partnercart.signin.msal.MsalTokenRequests;
import io.github.partnercart.stdio.CommandLoop;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** Reads the options, wires the parts together, and ends with the exit code. */
public final class Main {
  private static final int USAGE = 2;
  private static final String ACCESS_TOKEN = "PARTNER_CENTER_ACCESS_TOKEN";

  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;

  Main(Map<String, String> environment, InputStream in, OutputStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Runs the process. */
  public static void main(String[] args) throws Exception {
    // Messages are in English, with the digits 0 to 9, wherever the process runs.
    Locale.setDefault(Locale.ROOT);
    // Such as one of the HTTP client's threads that gets no more file descriptors.
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> System.err.println("partner-cart: " + thread.getName() + ": " + e));
    // System.out would swallow the failure to write to a reader that has gone away.
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
    // Nothing is left in the buffer: each answer is flushed, unless its reader has gone away.
    int exitCode = new Main(System.getenv(), System.in, out, System.err).run(args);
    HttpSelectors.end();
    System.exit(exitCode);
  }

  /**
   * Does what the options ask for.
   *
   * @return the process's exit code
   */
  int run(String... args) throws IOException, InterruptedException {
    CommandLineOptions options;
    try {
      options = CommandLineOptions.parse(args, environment);
    } catch (UsageException e) {
      return usage(e);
    }
    // Read by slf4j-simple when the first message is logged, if there is one.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", options.logLevel());
    System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
    // What MSAL4J logs as an error is answered, too, and in words for a person.
    System.setProperty(
        "org.slf4j.simpleLogger.log.com.microsoft.aad.msal4j",
        options.logLevel().matches("debug|trace") ? options.logLevel() : "off");
    System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
    // Several threads may log first at once; SLF4J itself has nothing to say about that.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    try {
      return switch (options.action()) {
        case PRINT_HELP -> printHelp();
        case PRINT_VERSION -> print("partner-cart " + version());
        case PRINT_SCHEMA -> print(resource("schema.json"));
        case RUN_SANDBOX -> runSandbox(options);
        case RUN_COMMANDS -> runCommands(options);
      };
    } catch (UsageException e) {
      return usage(e);
    }
  }

  private int usage(UsageException e) {
    err.println("partner-cart: " + e.getMessage());
    err.println("Try partner-cart --help.");
    return USAGE;
  }

  private int runCommands(CommandLineOptions options) throws UsageException, InterruptedException {
    if (options.sandbox().isEmpty()) {
      ProxySelector proxies = proxies();
      TokenRequests requests =
          (method, authority) ->
              new TokenRequestOnFirstUse(
                  (any, where) -> throughMsal(proxies, any, where), method, authority);
      SignIns signIns =
          signIns(
              options
                  .tokenCache()
                  .<TokenRequests>map(directory -> new TokenCache(directory, requests, this::tell))
                  .orElse(requests));
      return runCommands(
          options,
          options.endpoint(),
          options.endpointIsGiven(),
          accessTokens(options, signIns),
          signIns);
    }
    try (Sandbox sandbox = startSandbox(options)) {
      // A token of its own: a real one has no business there.
      return runCommands(
          options,
          Endpoint.of(sandbox.address().toString()),
          true,
          given("sandbox", "The sandbox"),
          signIns((method, authority) -> (claims, account) -> tokenOfSandbox()));
    }
  }

  private int runCommands(
      CommandLineOptions options,
      Endpoint endpoint,
      boolean endpointIsGiven,
      AccessTokenSource accessTokens,
      SignIns signIns)
      throws UsageException, InterruptedException {
    PartnerCenter.Settings settings =
        new PartnerCenter.Settings(
            endpoint,
            options.locale(),
            proxies(),
            options.loop().concurrency(),
            options.retry(),
            options.logsExchanges());
    PartnerCenter partnerCenter = new PartnerCenter(settings, accessTokens);
    partnerCenter.warmUp();
    PartnerSession session =
        new PartnerSession(partnerCenter, endpointIsGiven, options.cloud(), signIns);
    try (Journal journal = journal(options, endpoint)) {
      CommandLoop loop = new CommandLoop(in, out, session, journal, options.loop());
      Thread stop = new Thread(() -> stop(loop), "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      try {
        return loop.run().exitCode();
      } finally {
        removeShutdownHook(stop);
      }
    }
  }

  private static Journal journal(CommandLineOptions options, Endpoint endpoint)
      throws UsageException {
    if (options.journal().isEmpty()) {
      return Journal.NONE;
    }
    // The built-in sandbox has another address each time.
    String service = options.sandbox().isPresent() ? "sandbox" : endpoint.base().toString();
    try {
      return FileJournal.open(options.journal().get(), service);
    } catch (JournalException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private ProxySelector proxies() throws UsageException {
    try {
      return Proxies.ofSystem(environment);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Runs at SIGINT and SIGTERM; Java then exits with 130 or 143. */
  private static void stop(CommandLoop loop) {
    try {
      loop.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeShutdownHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: the process was told to stop.
    }
  }

  private AccessTokenSource accessTokens(CommandLineOptions options, SignIns signIns) {
    if (options.signIn().isEmpty() && options.accessTokenFile().isPresent()) {
      return new AccessTokenFile(options.accessTokenFile().get());
    }
    String given = environment.getOrDefault(ACCESS_TOKEN, "");
    if (options.signIn().isEmpty() && !given.isBlank()) {
      return given(given, ACCESS_TOKEN);
    }
    try {
      return signIns.with(signInEnvironment().method(options.signIn()), options.cloud());
    } catch (SignInException e) {
      return new NoSignIn(String.valueOf(e.getMessage()));
    }
  }

  private SignIns signIns(TokenRequests requests) {
    return new SignIns(requests, signInEnvironment(), this::tell);
  }

  private SignInEnvironment signInEnvironment() {
    return new SignInEnvironment(environment, this::tell);
  }

  private void tell(String message) {
    err.println(message);
  }

  /** The one place that names the package of MSAL4J, which is loaded when it is called. */
  private static TokenRequest throughMsal(
      ProxySelector proxies, SignInMethod method, Authority authority) throws SignInException {
    return new MsalTokenRequests(proxies).of(method, authority);
  }

  /** In the sandbox, every sign-in succeeds, and nothing of it leaves the process. */
  private static IssuedToken tokenOfSandbox() {
    return IssuedToken.of(new Secret("sandbox"), Instant.now(), Instant.MAX, Instant.MAX);
  }

  private static AccessTokenSource given(String token, String origin) {
    try {
      return GivenAccessToken.of(token, origin);
    } catch (SignInException e) {
      return new NoSignIn(String.valueOf(e.getMessage()));
    }
  }

  private int runSandbox(CommandLineOptions options)
      throws UsageException, IOException, InterruptedException {
    try (Sandbox sandbox = startSandbox(options)) {
      print(sandbox.address().toString());
      // Until SIGINT or SIGTERM.
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private static Sandbox startSandbox(CommandLineOptions options) throws UsageException {
    SandboxOptions sandbox = options.sandbox().orElseThrow();
    try {
      return Sandbox.start(sandbox);
    } catch (IOException e) {
      throw new UsageException(
          "the sandbox can't listen on port " + sandbox.port() + ": " + e.getMessage(), e);
    }
  }

  private int printHelp() throws IOException {
    StringBuilder help = new StringBuilder();
    HelpFormatter.builder()
        .setHelpAppendable(new TextHelpAppendable(help))
        .setShowSince(false)
        .get()
        .printHelp(
            "partner-cart [sandbox] [OPTION]...",
            "Reads commands as JSON from standard input, one a line, and writes their answers as"
                + " JSON to standard output. With the word sandbox, it runs a simulated Partner"
                + " Center instead.",
            CommandLineOptions.options(),
            "Each option but the last three can also be set as an environment variable, such as "
                + OptionValues.variable("max-attempts")
                + ". Unless --sign-in is given, the access token is read from "
                + ACCESS_TOKEN
                + ", or asked for as the variables of the Azure Identity libraries describe. The"
                + " ways to sign in are "
                + SignInWay.names()
                + ".",
            false);
    return print(help.toString().strip());
  }

  private int print(String text) throws IOException {
    out.write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(resource("version.properties")));
    return properties.getProperty("version");
  }

  private static String resource(String name) throws IOException {
    try (InputStream resource = Main.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new FileNotFoundException(name);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
