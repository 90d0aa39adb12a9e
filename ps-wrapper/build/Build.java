import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds the PowerShell module with what this machine has: {@code dotnet}, else {@code pwsh} alone.
 * Maven runs it from its source: {@code java ps-wrapper/build/Build.java module|package}.
 */
class Build {
  private static final Path SCRIPTS = Path.of("ps-wrapper", "build");
  private static final Optional<String> PWSH =
      Optional.ofNullable(System.getenv("PWSH")).or(() -> onPath("pwsh"));
  private static final Optional<String> DOTNET = onPath("dotnet");

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals("module")) {
      buildModule();
    } else if (PWSH.isPresent()) {
      script("New-ModulePackage.ps1");
    }
  }

  private static void buildModule() throws IOException, InterruptedException {
    if (PWSH.isEmpty()) {
      System.out.println(
          "The PowerShell module is left out: there is no pwsh on the PATH to "
              + (DOTNET.isPresent() ? "make its help with." : "build it with, and no dotnet."));
      return;
    }
    if (DOTNET.isPresent()) {
      run(DOTNET.get(), "build", "ps-wrapper/src", "-c", "Release", "--nologo", "-v", "quiet");
    } else {
      System.out.println(
          "The PowerShell module is compiled for this PowerShell and later ones only: there is no"
              + " dotnet on the PATH.");
      script("Build-Assembly.ps1");
    }
    script("New-Module.ps1");
  }

  private static void script(String name) throws IOException, InterruptedException {
    run(PWSH.orElseThrow(), "-NoProfile", "-File", SCRIPTS.resolve(name).toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      System.out.write(output, 0, output.length);
      throw new IOException(String.join(" ", command) + " failed: see above");
    }
  }

  private static Optional<String> onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(program, program + ".exe").map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .findFirst();
  }
}
