package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
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
    "other.example,false"
  })
  void hostsOfNoProxyAreReachedDirectly(String noProxy, boolean isDirect) {
    ProxySelector proxies =
        Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://proxy.example", "NO_PROXY", noProxy));

    assertEquals(isDirect, proxies.select(SERVICE).equals(List.of(Proxy.NO_PROXY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://user:secret@proxy.example",
        "http://user:secret@proxy.example:3128",
        "http://us er:secret@proxy:3128",
        "http://us_er:secret@pro_xy"
      })
  void aProxyThatCantBeUsedIsRefusedWithoutRepeatingItsPassword(String proxy) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Proxies.ofSystem(Map.of("HTTPS_PROXY", proxy)));

    assertFalse(e.getMessage().contains("secret"));
  }
}
