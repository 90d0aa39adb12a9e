package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The PowerShell of this machine, and runs of it. */
record PowerShell(Path executable) {
  /** What a run left. */
  record Run(int exitCode, String output, String errors) {
    Stream<String> lines() {
      return output.lines();
    }
  }

  private static final Path HOME =
      Path.of(System.getProperty("partner-cart.home", "target/partner-cart"));

  /** {@code $PWSH}, else the one on PATH, else the one beside the project. */
  private static Optional<PowerShell> find() {
    List<Path> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("PWSH")).map(Path::of).ifPresent(candidates::add);
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      candidates.add(Path.of(folder, "pwsh"));
      candidates.add(Path.of(folder, "pwsh.exe"));
    }
    candidates.add(Path.of("../shared/pwsh/pwsh").toAbsolutePath().normalize());
    return candidates.stream().filter(Files::isExecutable).findFirst().map(PowerShell::new);
  }

  /** That one; where there is none, the test is skipped and says so. */
  static PowerShell required() {
    Optional<PowerShell> found = find();
    assumeTrue(
        found.isPresent(),
        "No PowerShell: set PWSH, or have pwsh on the PATH, to test the module.");
    return found.get();
  }

  /** The same; also where the module was not built. */
  static PowerShell requiredWithModule() throws IOException, InterruptedException {
    PowerShell powerShell = required();
    assumeTrue(
        Files.exists(module()),
        "The PowerShell module was not built: have dotnet and pwsh on the PATH.");
    return powerShell;
  }

  static Path module() {
    return HOME.resolve("ps-wrapper/PartnerCenterCart/PartnerCenterCart.psd1").toAbsolutePath();
  }

  static Path home() {
    return HOME.toAbsolutePath();
  }

  /** Runs a script of tests/powershell to its end. */
  Run run(String script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.add("-NoProfile");
    command.add("-File");
    command.add(Path.of("tests/powershell", script).toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PARTNER_C"));
    builder.environment().putAll(environment);
    Path output = Files.createTempFile("powershell", ".out");
    Path errors = Files.createTempFile("powershell", ".err");
    try {
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(15, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Run(process.exitValue(), read(output), read(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
