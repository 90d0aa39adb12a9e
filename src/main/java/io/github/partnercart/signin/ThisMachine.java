package io.github.partnercart.signin;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which addresses a token may go to: over http, only those on this machine. */
public final class ThisMachine {
  private static final int MAX_PORT = 65535;
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private ThisMachine() {}

  /** Whether a host is on loopback, by its name alone: what resolves to it today may not later. */
  public static boolean isAt(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether an address is of a host over https, or of this machine over http. */
  static boolean isHttpsOrHere(URI address) {
    @Nullable String host = address.getHost();
    return host != null
        && address.getPort() <= MAX_PORT
        && ("https".equalsIgnoreCase(address.getScheme())
            || ("http".equalsIgnoreCase(address.getScheme()) && isAt(host)));
  }
}
