package io.github.partnercart.partnercenter;

import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.ThisMachine;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The service's base address.
 *
 * @param base an absolute https address, or an http one on loopback; no trailing slash
 * @param cloud the cloud whose Partner Center it is; null for an address of one's own
 */
public record Endpoint(URI base, @Nullable Cloud cloud) {
  private static final int MAX_PORT = 65535;

  /** The address of a cloud's Partner Center. */
  public static Endpoint of(Cloud cloud) {
    return new Endpoint(URI.create(cloud.partnerCenter()), cloud);
  }

  /**
   * Reads a base address.
   *
   * @throws IllegalArgumentException if a token may not be sent there, or it is no address; the
   *     message says what would be right
   */
  public static Endpoint of(String address) {
    URI uri;
    try {
      uri = new URI(address.replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw refused("it is no URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isWeb = scheme.equals("https") || scheme.equals("http");
    if (!isWeb || uri.getHost() == null || uri.getPort() > MAX_PORT) {
      // Not repeated: where the host can't be told from the rest, a password may be in it.
      throw refused("it must be like https://api.partnercenter.microsoft.com");
    }
    if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw refused("it must have no user, query or fragment");
    }
    if (scheme.equals("http") && !ThisMachine.isAt(uri.getHost())) {
      throw refused("an access token goes over https only, or over http to this machine");
    }
    return new Endpoint(uri, Cloud.withPartnerCenter(uri.toString()).orElse(null));
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException("the address can't be used: " + reason);
  }

  /** Tells whether the address is on this machine, where no proxy is asked. */
  boolean isLoopback() {
    return ThisMachine.isAt(base.getHost());
  }

  boolean isEncrypted() {
    return base.getScheme().equalsIgnoreCase("https");
  }

  /** The address of a resource; each segment is escaped, so that an id can't lead elsewhere. */
  URI resource(String... segments) {
    return URI.create(
        base
            + "/v1/"
            + Arrays.stream(segments).map(Endpoint::escaped).collect(Collectors.joining("/")));
  }

  private static String escaped(String segment) {
    // URLEncoder leaves dots alone, and a server may resolve a segment of dots as a path.
    String escaped = URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    boolean isDots = escaped.equals(".") || escaped.equals("..");
    return isDots ? escaped.replace(".", "%2E") : escaped;
  }
}
