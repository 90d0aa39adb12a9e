package io.github.partnercart.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.partnercart.Commands;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each example of the pages that is for a shell, as it stands, but for those marked "skip". */
@DisabledOnOs(OS.WINDOWS)
class ExamplesIT {
  private static final Path HOME =
      Path.of(System.getProperty("partner-cart.home", "target/partner-cart")).toAbsolutePath();

  @TempDir private Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    Files.writeString(
        directory.resolve("purchases.json"),
        "{\"customer\":\"%s\",\"item\":\"DZH318Z0BQ3Q:0001:DZH318Z0BQ4Q\",\"seats\":5}\n"
            .formatted(Commands.CUSTOMER));
    Files.writeString(
        directory.resolve("monday.jsonl"),
        Commands.with(
                "\"IdempotencyKey\":\"PO-1\"",
                Commands.newCart("{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}"))
            + "\n");
    Files.createSymbolicLink(directory.resolve("target"), HOME.getParent());
    // The build is what runs this test.
    Path mvn =
        Files.writeString(
            Files.createDirectory(directory.resolve("path")).resolve("mvn"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(
        "",
        run("partner-cart --command New-PartnerCustomerCart > cart.json <<'E'\n"
                + "{\"CustomerId\":\""
                + Commands.CUSTOMER
                + "\",\"LineItems\":{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1}}\nE\n")
            .errors());
  }

  @AfterEach
  void close() throws Exception {
    sandbox.close();
    Files.delete(directory.resolve("target"));
  }

  @Test
  void eachLinkOfTheDistributionLeadsSomewhere() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all(HOME, HOME.resolve("docs"))) {
      broken.addAll(page.brokenLinks());
    }

    assertEquals(List.of(), broken);
  }

  @TestFactory
  Stream<DynamicTest> examples() throws Exception {
    List<DynamicTest> examples = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks()) {
        if (block.info().equals("sh")) {
          examples.add(
              dynamicTest(
                  page.path().getFileName() + ": " + block.text().lines().findFirst().orElse(""),
                  () -> assertRuns(block.text())));
        }
      }
    }
    return examples.stream();
  }

  private void assertRuns(String script) throws Exception {
    assumeTrue(!script.contains("jq ") || isOnPath("jq"), "jq is not installed");

    Files.deleteIfExists(directory.resolve("monday.journal"));

    Run run = run(script);

    assertEquals(0, run.exitCode(), run::errors);
    assertEquals("", run.errors());
    assertTrue(!run.output().contains("FAILED"), run::output);
    assertTrue(!run.output().contains("\"Error\":{"), run::output);
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  private record Run(int exitCode, String output, String errors) {}

  private Run run(String script) throws Exception {
    Path output = directory.resolve("output");
    Path errors = directory.resolve("errors");
    ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script);
    shell.environment().keySet().removeIf(name -> name.startsWith("PARTNER_C"));
    shell
        .environment()
        .compute("PATH", (name, path) -> directory + "/path:" + HOME + "/bin:" + path);
    if (!script.contains("sandbox")) {
      shell.environment().put("PARTNER_CART_ENDPOINT", sandbox.address().toString());
      shell.environment().put("PARTNER_CENTER_ACCESS_TOKEN", "any");
    }
    Process process =
        shell
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), script);
    return new Run(
        process.exitValue(), Files.readString(output, UTF_8), Files.readString(errors, UTF_8));
  }
}
