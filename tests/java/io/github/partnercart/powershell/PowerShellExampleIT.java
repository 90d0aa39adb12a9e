package io.github.partnercart.powershell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercart.docs.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for PowerShell, as they stand, but for those marked "skip". */
class PowerShellExampleIT {
  @TempDir private Path directory;

  @Test
  void theReadmesExampleBuysInTheSandbox() throws Exception {
    assertTrue(run(Page.readme()).contains("Orders"));
  }

  @Test
  void thePagesExampleMakesACart() throws Exception {
    assertTrue(run(Page.named("powershell.md")).contains("CreationTimestamp"));
  }

  private String run(Page page) throws Exception {
    PowerShell powerShell = PowerShell.requiredWithModule();
    assumeTrue(Files.exists(Path.of("target/PartnerCenterCart")), "The package was not built.");
    Path script = directory.resolve("example.ps1");
    Files.writeString(
        script,
        page.blocks().stream()
            .filter(block -> block.info().equals("powershell"))
            .map(Page.Block::text)
            .collect(Collectors.joining()));

    PowerShell.Run run = powerShell.run("example.ps1", Map.of(), script.toString());

    assertEquals(0, run.exitCode(), run.output() + run.errors());
    assertEquals("", run.errors());
    return run.output();
  }
}
