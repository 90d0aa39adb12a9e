package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How bin/partner-cart finds Java and what it prepares for later starts. */
class LauncherIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private Path home;

  @BeforeEach
  void installAFreshCopy() throws IOException {
    installAt(directory.resolve("home"));
  }

  private void installAt(Path place) throws IOException {
    home = place;
    Path built = Path.of(System.getProperty("partner-cart.home"));
    try (Stream<Path> files = Files.walk(built)) {
      for (Path file : files.filter(f -> !f.toString().contains("classes-")).toList()) {
        Files.copy(file, home.resolve(built.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.deleteIfExists(home.resolve("lib/.preparing"));
  }

  @Test
  void theFirstStartPreparesClassesForTheLaterOnes() throws Exception {
    assertEquals("partner-cart", start("--version").output().split(" ")[0]);
    Path classes = awaitClasses();

    Run later = start("-Xlog:class+load:stderr", "--version");

    assertTrue(
        later.output().contains("io.github.partnercart.Main source: shared objects file"),
        classes::toString);
  }

  @Test
  void aFolderWithASpaceInItsNameIsNoHindrance() throws Exception {
    installAt(directory.resolve("with a space"));
    start("--version");
    awaitClasses();

    assertEquals(0, start("--version").exitCode());
  }

  @Test
  void classesOlderThanTheProgramArePreparedAnew() throws Exception {
    start("--version");
    Path classes = awaitClasses();
    Instant made = Files.getLastModifiedTime(classes).toInstant();
    Path jar = jars().get(0);
    Files.setLastModifiedTime(jar, FileTime.from(made.plus(Duration.ofSeconds(2))));
    Files.setLastModifiedTime(classes, FileTime.from(made.minus(Duration.ofSeconds(60))));

    assertEquals(0, start("--version").exitCode());

    Instant deadline = Instant.now().plus(PATIENCE);
    while (Files.getLastModifiedTime(classes).toInstant().isBefore(made)) {
      assertTrue(Instant.now().isBefore(deadline), "the old classes are still there");
      Thread.sleep(50);
    }
  }

  @Test
  void classesThatOthersCouldWriteAreNotUsedAndPreparedAnew() throws Exception {
    start("--version");
    Path classes = awaitClasses();
    Set<PosixFilePermission> own = Files.getPosixFilePermissions(classes);
    assertTrue(PosixFilePermissions.fromString("rw-r--r--").containsAll(own), own::toString);
    Files.setPosixFilePermissions(classes, PosixFilePermissions.fromString("rw-rw-r--"));

    Run run = start("-Xlog:class+load:stderr", "--version");

    assertFalse(
        run.output().contains("io.github.partnercart.Main source: shared objects file"),
        run::output);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!Files.getPosixFilePermissions(classes).equals(own)) {
      assertTrue(Instant.now().isBefore(deadline), "they were not prepared anew");
      Thread.sleep(50);
    }
  }

  @Test
  void noJavaIsSaidAndNothingElse() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", home.resolve("bin/partner-cart").toString());
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("dirname", "readlink")) {
      Files.copy(Path.of("/usr/bin", tool), tools.resolve(tool));
    }
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());

    Run run = run(builder);

    assertEquals(2, run.exitCode());
    assertTrue(run.output().contains("Install Java 17 or later"), run.output());
  }

  @ParameterizedTest
  @CsvSource({
    "PARTNER_CART_JAVA_OPTS, -Xmx1m",
    "JAVA_TOOL_OPTIONS, -XX:+NoSuchOption",
    "JDK_JAVA_OPTIONS, -XX:+NoSuchOption",
    "_JAVA_OPTIONS, -Xmx1m"
  })
  void optionsThatJavaCannotStartWithAreSaidOnStandardError(String variable, String options)
      throws Exception {
    Run run = start(Map.of(variable, options));

    assertEquals(2, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("partner-cart: Java can't start so"), run.errors());
  }

  @Test
  void optionsThatPrintToStandardOutputAreRefused() throws Exception {
    Run run = start(Map.of("PARTNER_CART_JAVA_OPTS", "-Xlog:gc*:stdout"));

    assertEquals(2, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("where only answers may be"), run.errors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        "-Xmx20m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:InitialHeapSize=9m"
      })
  void optionsThatOursMustNotContradictAreTaken(String option) throws Exception {
    for (String variable :
        List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "PARTNER_CART_JAVA_OPTS")) {
      Run run = start(Map.of(variable, option));

      assertEquals(0, run.exitCode(), run::errors);
      assertTrue(run.output().startsWith("partner-cart "), run.output());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ulimit -v 400000", "mkdir gone && cd gone && rmdir ../gone"})
  void aPlaceWhereJavaCannotStartIsSaidOnStandardError(String before) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", before + "; exec \"$0\" --version", launcher());
    Run run = separately(builder.directory(directory.toFile()));

    assertEquals(2, run.exitCode());
    assertEquals("", run.output());
    assertTrue(run.errors().contains("Nothing was read."), run.errors());
  }

  @Test
  void aJavaThatIsTooOldIsSaid() throws Exception {
    Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 1\n");
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"11.0.20\"\n");

    Run run = start(Map.of("JAVA_HOME", directory.resolve("jdk").toString()));

    assertEquals(2, run.exitCode());
    assertTrue(
        run.errors().contains("Java 17 or later is needed, and ")
            && run.errors().contains(" is Java 11.0.20."),
        run.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "'', usage: partner-cart",
    "--version, 'partner-cart '",
    "-h, usage: partner-cart",
    "help, usage: partner-cart",
    "-v, 'partner-cart '",
    "version, 'partner-cart '",
    "--sandbox, 'partner-cart: reads commands from this terminal'"
  })
  void atATerminalItSaysWhatToType(String arguments, String expected) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1)");
    String command = home.resolve("bin/partner-cart") + " " + arguments;

    // The end of the input is typed as Ctrl+D.
    ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().write(4);
    process.getOutputStream().flush();
    String output = new String(process.getInputStream().readAllBytes());

    assertTrue(output.contains(expected), output);
    assertEquals(0, process.waitFor());
  }

  private Run start(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(launcher(), "--version");
    builder.environment().putAll(environment);
    return separately(builder);
  }

  private String launcher() {
    return home.resolve("bin/partner-cart").toString();
  }

  private static Run separately(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    String errors = new String(process.getErrorStream().readAllBytes());
    return new Run(process.waitFor(), output, errors);
  }

  private record Run(int exitCode, String output, String errors) {}

  private Run start(String... arguments) throws Exception {
    List<String> options = Stream.of(arguments).filter(a -> a.startsWith("-X")).toList();
    List<String> command =
        Stream.concat(
                Stream.of(home.resolve("bin/partner-cart").toString()),
                Stream.of(arguments).filter(a -> !a.startsWith("-X")))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PARTNER_CART_JAVA_OPTS", String.join(" ", options));
    return run(builder);
  }

  private static Run run(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    return new Run(process.waitFor(), output, "");
  }

  private List<Path> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(f -> f.toString().endsWith(".jar")).toList();
    }
  }

  private Path awaitClasses() throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(deadline)) {
      try (Stream<Path> files = Files.list(home.resolve("lib"))) {
        List<Path> made = files.filter(f -> f.toString().matches(".*\\.(jsa|aot)")).toList();
        if (!made.isEmpty() && !Files.exists(home.resolve("lib/.preparing"))) {
          return made.get(0);
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no classes were prepared");
  }
}
