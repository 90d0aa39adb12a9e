package io.github.partnercart;

import io.github.partnercart.command.Sessions;
import io.github.partnercart.http.CertificateAuthorities;
import io.github.partnercart.http.Proxies;
import io.github.partnercart.options.AppOptions;
import io.github.partnercart.options.Help;
import io.github.partnercart.options.UsageException;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignIns;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Wires the parts together that the options ask for. */
final class App {
  private final AppOptions options;
  private final Map<String, String> environment;
  private final InputStream in;
  private final OutputStream out;
  private final Consumer<String> messages;

  App(
      AppOptions options,
      Map<String, String> environment,
      InputStream in,
      OutputStream out,
      Consumer<String> messages) {
    this.options = options;
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.messages = messages;
  }

  /** Runs, and returns the exit code. */
  int run() throws UsageException, IOException, InterruptedException {
    return switch (options.action()) {
      case PRINT_HELP -> print(Help.text());
      case PRINT_VERSION -> print(Resources.version());
      case PRINT_SCHEMA -> print(Resources.schema());
      case RUN_SANDBOX -> runSandbox();
      case RUN_COMMANDS -> options.sandbox().isPresent() ? runInSandbox() : runAtService();
    };
  }

  private int print(String text) throws IOException {
    out.write((text + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    out.flush();
    return 0;
  }

  private int runSandbox() throws UsageException, IOException, InterruptedException {
    try (Sandbox sandbox = startSandbox()) {
      int printed = print(sandbox.address().toString());
      // Until SIGINT or SIGTERM.
      new CountDownLatch(1).await();
      return printed;
    }
  }

  private Sandbox startSandbox() throws UsageException {
    try {
      return Sandbox.start(options.sandbox().orElseThrow());
    } catch (IOException e) {
      throw new UsageException(
          "the sandbox can't listen on port %d: %s"
              .formatted(options.sandbox().orElseThrow().port(), e.getMessage()),
          e);
    }
  }

  private int runInSandbox() throws UsageException, InterruptedException {
    AppSignIn signIn = new AppSignIn(options.signIn(), environment, messages);
    try (Sandbox sandbox = startSandbox()) {
      Endpoint endpoint = Endpoint.of(sandbox.address().toString());
      SignIns signIns = signIn.signInsOfSandbox();
      PartnerCenter service =
          service(endpoint, AppSignIn.accessTokensOfSandbox(), ProxySelector.of(null));
      return runCommands(new Sessions(service, true, options.service().cloud(), signIns));
    }
  }

  private int runAtService() throws UsageException, InterruptedException {
    trustCertificates();
    AppSignIn signIn = new AppSignIn(options.signIn(), environment, messages);
    ProxySelector proxies = proxies();
    SignIns signIns = signIn.signIns(proxies);
    AccessTokenSource tokens = signIn.accessTokens(signIns, options.service().cloud());
    PartnerCenter service = service(options.service().endpoint(), tokens, proxies);
    return runCommands(
        new Sessions(
            service, options.service().endpointIsGiven(), options.service().cloud(), signIns));
  }

  private PartnerCenter service(
      Endpoint endpoint, AccessTokenSource tokens, ProxySelector proxies) {
    PartnerCenter service =
        new PartnerCenter(
            new PartnerCenter.Settings(
                endpoint,
                options.service().locale(),
                proxies,
                new Limits(options.commands().concurrency(), options.service().perSecond()),
                options.service().retry(),
                options.logsExchanges()),
            tokens);
    service.warmUp();
    return service;
  }

  private void trustCertificates() throws UsageException {
    try {
      options.service().caCertificates().ifPresent(CertificateAuthorities::trust);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--ca-certificates: " + e.getMessage(), e);
    }
  }

  private ProxySelector proxies() throws UsageException {
    try {
      return Proxies.ofSystem(environment);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private int runCommands(Sessions sessions) throws UsageException, InterruptedException {
    // The built-in sandbox has another address each time.
    String service = options.sandbox().isPresent() ? "sandbox" : null;
    return new CommandRun(options.commands(), sessions, service, messages).run(in, out).number();
  }
}
