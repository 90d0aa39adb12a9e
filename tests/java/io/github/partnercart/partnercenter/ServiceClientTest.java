package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercart.http.Proxies;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP client on the way to a service, and what takes its place. */
class ServiceClientTest {
  private static ServiceClient to(String endpoint) {
    return new ServiceClient(Endpoint.of(endpoint), ProxySelector.of(null));
  }

  private static ServiceClient behindProxy() {
    return new ServiceClient(
        Endpoint.of("https://partner.example"),
        Proxies.ofSystem(Map.of("HTTPS_PROXY", "http://user:pass@proxy.example:3128")));
  }

  @Test
  void aClientIsKeptUntilItIsReplaced() throws Exception {
    ServiceClient client = to("http://127.0.0.1:1");
    HttpClient first = client.get();
    assertSame(first, client.get());

    client.replace(first);
    HttpClient second = client.get();

    assertNotSame(first, second);
    client.replace(first);
    assertSame(second, client.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:1", "https://127.0.0.1:1", "https://none.invalid"})
  void whereThereIsNoOtherAddressTheClientStays(String endpoint) throws Exception {
    ServiceClient client = to(endpoint);
    HttpClient first = client.get();

    client.couldNotConnect(first);

    assertSame(first, client.get());
    assertEquals(Optional.empty(), client.proxyAuthorization());
    assertEquals("refused", client.onTheWay("refused"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://localhost", "https://localhost:8443"})
  void whereThereAreOthersTheyAreTriedByTheNextClient(String endpoint) throws Exception {
    assumeTrue(InetAddress.getAllByName("localhost").length > 1, "localhost has one address here");
    ServiceClient client = to(endpoint);
    HttpClient first = client.get();

    client.couldNotConnect(first);
    HttpClient second = client.get();

    assertNotSame(first, second);
    assertTrue(client.proxyAuthorization().orElseThrow().startsWith("Bearer "));
    assertEquals(
        "none of the addresses of localhost gave a connection: refused",
        client.onTheWay("refused"));
    client.couldNotConnect(second);
    assertSame(second, client.get());
  }

  @Test
  void aProxyIsAskedItself() throws Exception {
    ServiceClient client = behindProxy();
    HttpClient first = client.get();

    client.couldNotConnect(first);

    assertSame(first, client.get());
    assertEquals(Optional.of("Basic dXNlcjpwYXNz"), client.proxyAuthorization());
    assertEquals(
        "the proxy proxy.example:3128 gave no connection: refused", client.onTheWay("refused"));
  }
}
