package io.github.partnercart.partnercenter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The system's proxy: {@code HTTPS_PROXY} and {@code NO_PROXY} as curl reads them, else Java's own
 * settings ({@code https.proxyHost} and its like).
 */
public final class Proxies extends ProxySelector {
  private final Proxy proxy;
  private final List<String> direct;

  private Proxies(Proxy proxy, List<String> direct) {
    this.proxy = proxy;
    this.direct = direct;
  }

  /**
   * Finds the system's proxy.
   *
   * @throws IllegalArgumentException if HTTPS_PROXY is no address
   */
  public static ProxySelector ofSystem(Map<String, String> environment) {
    String address = variable(environment, "https_proxy");
    if (address.isBlank()) {
      return ProxySelector.getDefault();
    }
    return new Proxies(
        proxyAt(address),
        Arrays.stream(variable(environment, "no_proxy").toLowerCase(Locale.ROOT).split(","))
            .map(host -> host.strip().replaceFirst("^\\*?\\.", ""))
            .filter(host -> !host.isEmpty())
            .toList());
  }

  private static String variable(Map<String, String> environment, String name) {
    return environment.getOrDefault(
        name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
  }

  private static Proxy proxyAt(String address) {
    URI uri;
    try {
      uri = new URI(address.contains("://") ? address : "http://" + address);
    } catch (URISyntaxException e) {
      throw refused();
    }
    if (uri.getHost() == null
        || uri.getUserInfo() != null
        || !"http".equalsIgnoreCase(uri.getScheme())) {
      throw refused();
    }
    int port = uri.getPort() == -1 ? 80 : uri.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
  }

  private static IllegalArgumentException refused() {
    // The value may hold a password: it is not repeated.
    return new IllegalArgumentException(
        "HTTPS_PROXY must be like http://proxy.example:3128, without user and password");
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean isDirect =
        direct.stream()
            .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    return List.of(isDirect ? Proxy.NO_PROXY : proxy);
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The client reports it with the exchange.
  }
}
