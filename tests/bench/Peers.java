import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How partner-cart and what it is compared with are started, with the launcher's Java options. */
final class Peers {
  /** An installed Java. */
  record Java(Path home, int release, String version) {
    String binary(String name) {
      return home.resolve("bin").resolve(name).toString();
    }
  }

  private final Path work;
  private final Path installation;
  private final List<String> options;
  private final Optional<String> sdk;
  private final List<Java> javas;

  /**
   * @param work where everything is made
   * @param installation of partner-cart
   */
  Peers(Path work, Path installation) throws IOException {
    this.work = work;
    this.installation = installation;
    Matcher written =
        Pattern.compile("(?m)^options=\"(.*)\"$")
            .matcher(Files.readString(installation.resolve("bin/partner-cart")));
    if (!written.find()) {
      throw new IOException("the launcher's Java options are not where they were");
    }
    this.options = List.of(written.group(1).split(" "));
    Path classPath = work.resolve("sdk-class-path");
    this.sdk =
        Files.exists(classPath)
            ? Optional.of(Files.readString(classPath).strip())
            : Optional.empty();
    this.javas = javas(System.getenv("BENCH_JAVA_HOMES").split(":"));
  }

  private static List<Java> javas(String[] homes) throws IOException {
    List<Java> javas = new ArrayList<>();
    for (String home : homes) {
      String release = Files.readString(Path.of(home, "release"));
      Matcher version = Pattern.compile("JAVA_RUNTIME_VERSION=\"((\\d+)[^\"]*)\"").matcher(release);
      if (version.find()) {
        javas.add(new Java(Path.of(home), Integer.parseInt(version.group(2)), version.group(1)));
      }
    }
    return javas;
  }

  List<Java> javas() {
    return javas;
  }

  boolean hasSdk() {
    return sdk.isPresent();
  }

  Path work() {
    return work;
  }

  Path installation() {
    return installation;
  }

  /** As it is installed, through its launcher. */
  ProcessBuilder partnerCart(Java java, LoopbackService service, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(installation.resolve("bin/partner-cart").toString());
    command.addAll(List.of("--endpoint", service.address()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", java.home().toString());
    builder.environment().put("PARTNER_CENTER_ACCESS_TOKEN", "x");
    builder.environment().put("PARTNER_CART_JAVA_OPTS", service.trust());
    return builder;
  }

  /** Its main class, without the launcher. */
  ProcessBuilder partnerCartMain(Java java, LoopbackService service, String... javaOptions) {
    ProcessBuilder builder =
        java(
            java,
            service,
            installation.resolve("lib") + "/*",
            List.of(javaOptions),
            "io.github.partnercart.Main",
            "--endpoint",
            service.address());
    builder.environment().put("PARTNER_CENTER_ACCESS_TOKEN", "x");
    return builder;
  }

  /** The floor. */
  ProcessBuilder httpClient(
      Java java, LoopbackService service, int concurrency, String... javaOptions) {
    String classPath =
        work.resolve("http-client-loop.jar") + ":" + work.resolve("gson.jar").toAbsolutePath();
    return java(
        java,
        service,
        classPath,
        List.of(javaOptions),
        "HttpClientLoop",
        service.address(),
        Integer.toString(concurrency));
  }

  ProcessBuilder sdk(Java java, LoopbackService service, int concurrency) {
    return java(
        java,
        service,
        work.resolve("sdk-classes") + ":" + sdk.orElseThrow(),
        List.of(),
        "PartnerCenterSdkLoop",
        service.address(),
        Integer.toString(concurrency));
  }

  ProcessBuilder curl(LoopbackService service, Path body) {
    return new ProcessBuilder(
        "curl",
        "--silent",
        "--show-error",
        "--fail",
        "--cacert",
        service.certificates().toString(),
        "--header",
        "Authorization: Bearer x",
        "--header",
        "Content-Type: application/json",
        "--data-binary",
        "@" + body,
        service.address() + "/v1/customers/46a62ece-10ad-42e5-b3f1-b2ed53e6fc08/carts");
  }

  private ProcessBuilder java(
      Java java,
      LoopbackService service,
      String classPath,
      List<String> javaOptions,
      String main,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.binary("java"));
    command.addAll(options);
    command.addAll(javaOptions);
    command.addAll(List.of(service.trust().split(" ")));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
