package io.github.partnercart.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The system's proxy: {@code HTTPS_PROXY} and {@code NO_PROXY} as curl reads them, else Java's own
 * settings ({@code https.proxyHost} and its like).
 */
public final class Proxies extends ProxySelector {
  /** Not by {@link URI}, which knows no host with an underscore. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:http://)?(?:(?<user>[^/]*)@)?(?<host>\\[[0-9a-f:.]+]|[\\w.-]+)(?::(?<port>\\d{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  private static final int DEFAULT_PORT = 80;
  private static final int LAST_PORT = 65_535;

  private final Proxy proxy;
  private final @Nullable String authorization;
  private final NoProxy direct;

  private Proxies(Proxy proxy, @Nullable String authorization, NoProxy direct) {
    this.proxy = proxy;
    this.authorization = authorization;
    this.direct = direct;
  }

  /**
   * Finds the system's proxy.
   *
   * @throws IllegalArgumentException if HTTPS_PROXY is no address
   */
  public static ProxySelector ofSystem(Map<String, String> environment) {
    String address = variable(environment, "https_proxy").strip();
    if (address.isEmpty()) {
      return ProxySelector.getDefault();
    }
    Matcher parts = ADDRESS.matcher(address);
    int port = parts.matches() ? port(parts.group("port")) : 0;
    if (port < 1 || port > LAST_PORT) {
      // The value may hold a password: it is not repeated.
      throw new IllegalArgumentException(
          "HTTPS_PROXY must be like http://proxy.example:3128 or http://user:password@proxy.example:3128");
    }
    return new Proxies(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(parts.group("host"), port)),
        basic(parts.group("user")),
        NoProxy.of(variable(environment, "no_proxy")));
  }

  /** As curl does, in small letters first; one that is empty counts as not there. */
  private static String variable(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : value;
  }

  private static int port(@Nullable String port) {
    return port == null ? DEFAULT_PORT : Integer.parseInt(port);
  }

  private static @Nullable String basic(@Nullable String user) {
    if (user == null) {
      return null;
    }
    try {
      // A plus is one, other than in a form.
      String decoded = URLDecoder.decode(user.replace("+", "%2B"), UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(decoded.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "user and password of HTTPS_PROXY must have a % written as %25", e);
    }
  }

  /** What the proxy on the way to an address is to be sent as Proxy-Authorization. */
  public static Optional<String> authorization(ProxySelector proxies, URI address) {
    return proxies instanceof Proxies own && !own.isDirect(address)
        ? Optional.ofNullable(own.authorization)
        : Optional.empty();
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(isDirect(uri) ? Proxy.NO_PROXY : proxy);
  }

  private boolean isDirect(URI uri) {
    return direct.has(uri.getHost());
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The client reports it with the exchange.
  }
}
