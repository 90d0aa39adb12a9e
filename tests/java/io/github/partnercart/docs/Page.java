package io.github.partnercart.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, in Markdown. */
public record Page(Path path, String text) {
  /** A part of a page between lines of three backquotes. */
  public record Block(String info, String text) {}

  private static final Path SITE = Path.of("src/site/markdown");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(.*?)\\n(.*?)^```$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

  static Page of(Path path) throws IOException {
    return new Page(path, Files.readString(path));
  }

  /** One of the site. */
  public static Page named(String name) throws IOException {
    return of(SITE.resolve(name));
  }

  /** The README. */
  public static Page readme() throws IOException {
    return of(Path.of("README.md"));
  }

  /** All that users read. */
  static List<Page> all() throws IOException {
    return all(Path.of(""), SITE);
  }

  /** The same, where the site's pages lie in another folder. */
  static List<Page> all(Path root, Path site) throws IOException {
    List<Page> pages = new ArrayList<>();
    for (String name : List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")) {
      pages.add(of(root.resolve(name)));
    }
    try (Stream<Path> files = Files.list(site)) {
      for (Path file : files.sorted().toList()) {
        pages.add(of(file));
      }
    }
    return pages;
  }

  /** Its parts in blocks. */
  public List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Block(block.group(1).strip(), block.group(2)))
        .toList();
  }

  /** Where its links lead, as they are written. */
  List<String> links() {
    return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
  }

  /** Those of its links to files that lead nowhere. */
  List<String> brokenLinks() throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links()) {
      if (!link.matches("https?://.*") && !leadsSomewhere(link)) {
        broken.add(path + ": " + link);
      }
    }
    return broken;
  }

  private boolean leadsSomewhere(String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? path : path.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || of(target).anchors().contains(parts[1]));
  }

  /** The names by which its headings can be linked to, as GitHub makes them. */
  List<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(MatchResult::group)
        .map(heading -> heading.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  /** Without its blocks. */
  String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }
}
