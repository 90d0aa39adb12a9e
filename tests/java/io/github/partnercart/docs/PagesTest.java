package io.github.partnercart.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say is there, and what is there stands in the pages. */
class PagesTest {
  private static final int MOST_BYTES = 9_000;
  private static final int MOST_LINES = 150;

  @Test
  void theReadmeIsShort() throws Exception {
    String readme = Page.readme().text();

    assertTrue(readme.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES);
    assertTrue(readme.lines().count() <= MOST_LINES);
  }

  @Test
  void eachLinkLeadsSomewhere() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all()) {
      broken.addAll(page.brokenLinks());
    }

    assertEquals(List.of(), broken);
  }

  private static JsonObject schema() throws Exception {
    return JsonParser.parseString(
            Files.readString(Path.of("src/main/resources/io/github/partnercart/schema.json")))
        .getAsJsonObject()
        .getAsJsonObject("$defs");
  }

  /** The first cells of tables, without backquotes. */
  private static Set<String> firstCells(Page page) {
    Set<String> cells = new TreeSet<>();
    Pattern.compile("(?m)^\\| ([^|]*) \\|")
        .matcher(page.text())
        .results()
        .flatMap(row -> Pattern.compile("`([^`]*)`").matcher(row.group(1)).results())
        .forEach(name -> cells.add(name.group(1)));
    return cells;
  }

  @ParameterizedTest
  @ValueSource(strings = {"LineItem", "Error", "Command"})
  void eachMemberStandsInTheReference(String definition) throws Exception {
    Set<String> missing = new TreeSet<>();
    schema().getAsJsonObject(definition).getAsJsonObject("properties").keySet().stream()
        .filter(name -> !name.equals("Command") && !name.equals("Parameters"))
        .forEach(missing::add);
    missing.removeAll(firstCells(Page.named("reference.md")));

    assertEquals(Set.of(), missing);
  }

  @Test
  void eachErrorIdStandsInTheReference() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (JsonElement id :
        schema()
            .getAsJsonObject("Error")
            .getAsJsonObject("properties")
            .getAsJsonObject("ErrorId")
            .getAsJsonArray("enum")) {
      missing.add(id.getAsString());
    }
    missing.removeAll(firstCells(Page.named("reference.md")));

    assertEquals(Set.of(), missing);
  }

  @Test
  void eachCmdletStandsInTheReference() throws Exception {
    Set<String> missing = new TreeSet<>();
    try (var pages = Files.list(Path.of("ps-wrapper/help"))) {
      pages
          .map(page -> page.getFileName().toString().replace(".md", ""))
          .filter(name -> !name.startsWith("about"))
          .forEach(missing::add);
    }
    missing.removeAll(firstCells(Page.named("reference.md")));

    assertEquals(Set.of(), missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whoever", "nobody", "mend", "as it is then"})
  void plainWordsAreUsed(String other) throws Exception {
    Pattern word = Pattern.compile("(?i)\\b" + other + "\\b");
    for (Page page : Page.all()) {
      assertTrue(!word.matcher(page.prose()).find(), page.path() + " has " + other);
    }
  }
}
