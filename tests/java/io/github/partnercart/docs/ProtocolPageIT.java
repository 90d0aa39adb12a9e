package io.github.partnercart.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The protocol's page: what it says is answered is answered, ids and times apart. */
class ProtocolPageIT {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern OTHER =
      Pattern.compile("\\b[0-9a-f]{12}\\b|\"\\d{4}-\\d\\d-\\d\\dT[^\"]*Z\"|127\\.0\\.0\\.1:\\d+");

  /** The ids of the page, and what they are in this run. */
  private final Map<String, String> ids = new HashMap<>();

  @Test
  void eachExampleIsAnsweredAsThePageSays() throws Exception {
    int examples = 0;
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.defaults())) {
      for (Page.Block block : Page.named("protocol.md").blocks()) {
        assertAnswered(sandbox, block);
        examples++;
      }
    }
    assertTrue(examples >= 10, examples + " examples");
  }

  private void assertAnswered(Sandbox sandbox, Page.Block block) throws Exception {
    String input = String.join("\n", lines(block, "> ")) + "\n";
    List<String> expected = lines(block, "< ");

    List<String> answers =
        PartnerCartProcess.with()
            .environment("PARTNER_CART_ENDPOINT", sandbox.address().toString())
            .environment("PARTNER_CENTER_ACCESS_TOKEN", "any")
            .run(withIdsOfThisRun(input))
            .stdout()
            .lines()
            .toList();

    assertEquals(
        expected.stream().map(ProtocolPageIT::withoutIds).toList(),
        answers.stream().map(ProtocolPageIT::withoutIds).toList());
    for (int i = 0; i < expected.size(); i++) {
      Matcher actual = GUID.matcher(answers.get(i));
      GUID.matcher(expected.get(i))
          .results()
          .forEach(
              id -> {
                assertTrue(actual.find());
                ids.putIfAbsent(id.group(), actual.group());
              });
    }
  }

  private static List<String> lines(Page.Block block, String mark) {
    return block
        .text()
        .lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .toList();
  }

  private String withIdsOfThisRun(String input) {
    return GUID.matcher(input)
        .replaceAll(id -> Matcher.quoteReplacement(ids.getOrDefault(id.group(), id.group())));
  }

  private static String withoutIds(String answer) {
    return OTHER.matcher(GUID.matcher(answer).replaceAll("…")).replaceAll("…");
  }
}
