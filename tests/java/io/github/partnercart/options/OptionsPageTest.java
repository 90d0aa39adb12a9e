package io.github.partnercart.options;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference has each option. */
class OptionsPageTest {
  @ParameterizedTest
  @EnumSource
  void eachOptionStandsInTheReference(Row option) throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/reference.md"));

    assertTrue(
        page.matches("(?s).*\\| [^|]*`" + option.usage().replaceFirst(" .*", "") + "[ `].*"),
        option::usage);
  }
}
