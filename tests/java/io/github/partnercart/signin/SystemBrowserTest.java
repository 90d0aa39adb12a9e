package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What opens the browser; nothing is opened here. */
class SystemBrowserTest {
  @ParameterizedTest
  @CsvSource({
    "Windows 11, rundll32 url.dll|FileProtocolHandler",
    "Mac OS X, open",
    "Linux, xdg-open",
    "'', xdg-open"
  })
  void eachSystemHasItsOwnWayToOpenAnAddress(String system, String command) {
    String address = "https://login.example/?a=1&b=2";

    List<String> opens = SystemBrowser.command(system, address);

    assertEquals(command.replace('|', ',') + " " + address, String.join(" ", opens));
  }
}
