package io.github.partnercart.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hosts that are reached without the proxy: names, which stand for what is below them too,
 * addresses, and networks such as {@code 10.0.0.0/8}.
 *
 * @see <a href="https://curl.se/docs/manpage.html">curl's NO_PROXY</a>, which this follows
 */
record NoProxy(List<String> entries) {
  static NoProxy of(String list) {
    return new NoProxy(
        Arrays.stream(list.split("[,\\s]+"))
            .map(NoProxy::plain)
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  /** In lower case, without brackets, and without the dot at the end of a whole name. */
  private static String plain(String host) {
    return host.toLowerCase(Locale.ROOT)
        .replaceFirst("^\\*?\\.", "")
        .replaceAll("[\\[\\]]", "")
        .replaceFirst("\\.$", "");
  }

  boolean has(String host) {
    String name = plain(host);
    return entries.stream()
        .anyMatch(
            entry ->
                entry.equals("*")
                    || name.equals(entry)
                    || name.endsWith("." + entry)
                    || isInNetwork(name, entry));
  }

  private static boolean isInNetwork(String host, String entry) {
    String[] network = entry.split("/", 2);
    Optional<InetAddress> address = address(host);
    Optional<InetAddress> base = address(network[0]);
    if (address.isEmpty() || base.isEmpty()) {
      return false;
    }
    byte[] bytes = address.get().getAddress();
    int length = bytes.length * Byte.SIZE;
    int bits = network.length == 1 ? length : bits(network[1], length);
    return bytes.length == base.get().getAddress().length
        && prefix(bytes, length - bits).equals(prefix(base.get().getAddress(), length - bits));
  }

  private static int bits(String text, int most) {
    return text.matches("\\d{1,3}") ? Math.min(Integer.parseInt(text), most) : most;
  }

  private static BigInteger prefix(byte[] address, int without) {
    return new BigInteger(1, address).shiftRight(without);
  }

  /** An address that is written as one; a name is not looked up. */
  private static Optional<InetAddress> address(String text) {
    if (!text.matches("[0-9.]+|[0-9a-f.]*:[0-9a-f:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
