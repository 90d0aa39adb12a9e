package io.github.partnercart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/** Prints the closing line of a test run, and why each skipped test was skipped. */
final class TestCount {
  private TestCount() {}

  public static void main(String[] reportDirectories) throws Exception {
    int run = 0;
    int failed = 0;
    int skipped = 0;
    for (String directory : reportDirectories) {
      for (Path report : reportsIn(Path.of(directory))) {
        Element suite =
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        run += count(suite, "tests");
        failed += count(suite, "failures") + count(suite, "errors");
        skipped += count(suite, "skipped");
        printSkipped(suite);
      }
    }
    System.out.printf(
        "%d passed, %d failed, %d skipped%n", run - failed - skipped, failed, skipped);
  }

  private static List<Path> reportsIn(Path directory) throws Exception {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).toList();
    }
  }

  private static int count(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }

  private static void printSkipped(Element suite) {
    var marks = suite.getElementsByTagName("skipped");
    for (int i = 0; i < marks.getLength(); i++) {
      Element mark = (Element) marks.item(i);
      Element test = (Element) mark.getParentNode();
      System.out.printf(
          "skipped: %s.%s: %s%n",
          test.getAttribute("classname"), test.getAttribute("name"), mark.getAttribute("message"));
    }
  }
}
