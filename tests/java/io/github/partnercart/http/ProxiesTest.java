package io.github.partnercart.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final URI SERVICE = URI.create("https://api.partnercenter.microsoft.com/v1");

  @Test
  void theEnvironmentsProxyIsUsed() {
    ProxySelector proxies = Proxies.ofSystem(Map.of("https_proxy", "proxy.example:3128"));

    assertEquals(
        List.of(
            new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128))),
        proxies.select(SERVICE));
  }

  @ParameterizedTest
  @CsvSource({
    "microsoft.com,true",
    ".microsoft.com,true",
    "*.microsoft.com,true",
    "'other.example, api.partnercenter.microsoft.com',true",
    "*,true",
    "soft.com,false",
    "api.partnercenter.microsoft.com.,true",
    "10.0.0.0/8,false",
    "other.example,false"
  })
  void hostsOfNoProxyAreReachedDirectly(String noProxy, boolean isDirect) {
    ProxySelector proxies =
        Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://proxy.example", "NO_PROXY", noProxy));

    assertEquals(isDirect, proxies.select(SERVICE).equals(List.of(Proxy.NO_PROXY)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, 10.0.0.0/8, true",
    "11.1.2.3, 10.0.0.0/8, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.3/32, true",
    "10.1.2.4, 10.1.2.3/32, false",
    "10.1.2.3, 0.0.0.0/0, true",
    "[::1], ::1, true",
    "[::1], [::1], true",
    "[0:0:0:0:0:0:0:1], ::1, true",
    "[fd00::5], fd00::/8, true",
    "[fe00::5], fd00::/8, false",
    "10.1.2.3, fd00::/8, false",
    "partner.example., partner.example, true",
    "partner.example, a.example partner.example, true"
  })
  void addressesAndNetworksOfNoProxyAreReachedDirectly(String host, String list, boolean isDirect) {
    ProxySelector proxies =
        Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://proxy.example", "NO_PROXY", list));

    assertEquals(
        isDirect,
        proxies.select(URI.create("https://" + host + "/v1")).equals(List.of(Proxy.NO_PROXY)));
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.example, proxy.example, 80",
    "http://pro_xy:3128/, pro_xy, 3128",
    "http://user:secret@proxy:3128, proxy, 3128",
    "http://us er:sec@ret@proxy:3128, proxy, 3128",
    "http://[::1]:3128, [::1], 3128"
  })
  void theProxyIsFoundInItsAddress(String address, String host, int port) {
    ProxySelector proxies = Proxies.ofSystem(Map.of("https_proxy", "", "HTTPS_PROXY", address));

    assertEquals(
        List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port))),
        proxies.select(SERVICE));
  }

  @Test
  void whatIsReachedDirectlyIsNotSentThePassword() {
    ProxySelector proxies =
        Proxies.ofSystem(
            Map.of("HTTPS_PROXY", "http://user:secret@proxy", "NO_PROXY", "direct.example"));

    assertEquals(Optional.of("Basic dXNlcjpzZWNyZXQ="), Proxies.authorization(proxies, SERVICE));
    assertEquals(
        Optional.empty(), Proxies.authorization(proxies, URI.create("https://direct.example/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://user:secret@proxy.example",
        "https://user:secret@proxy.example:3128",
        "http://user:secret@proxy.example:0",
        "http://user:secret@proxy.example:65536",
        "http://user:secret@pro xy",
        "http://user:secret%zz@proxy"
      })
  void aProxyThatCantBeUsedIsRefusedWithoutRepeatingItsPassword(String proxy) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Proxies.ofSystem(Map.of("HTTPS_PROXY", proxy)));

    assertFalse(e.getMessage().contains("secret"));
  }
}
