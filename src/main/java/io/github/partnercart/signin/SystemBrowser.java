package io.github.partnercart.signin;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Opens an address in the browser of the one who uses this machine, and says the address, too:
 * there may be no browser, or no one who sees it.
 *
 * @param prompt shows it to the user
 */
public record SystemBrowser(Consumer<String> prompt) implements Consumer<URI> {
  @Override
  public void accept(URI address) {
    prompt.accept(
        "To sign in, use the browser that opens, or open this address in a browser on this machine: "
            + address);
    try {
      new ProcessBuilder(command(System.getProperty("os.name", ""), address.toString()))
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      // The user was told the address.
    }
  }

  /**
   * What opens an address.
   *
   * @param system the name of the operating system, as Java has it
   */
  static List<String> command(String system, String address) {
    String lower = system.toLowerCase(Locale.ROOT);
    return lower.startsWith("windows")
        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
        : List.of(lower.startsWith("mac") ? "open" : "xdg-open", address);
  }
}
