package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.Cloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://api.partnercenter.microsoft.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://[::2]",
        "ftp://localhost",
        "localhost:8080",
        "https://",
        "https://user:secret@api.partnercenter.microsoft.com",
        "https://us_er:secret@h_x",
        "https://us er:secret@host",
        "http://127.0.0.1:99999",
        "https://api.partnercenter.microsoft.com?x=y",
        "not an address"
      })
  void anAddressThatATokenMustNotGoToIsRefused(String address) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(address));
    assertEquals(-1, e.getMessage().indexOf("secret"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.partnercenter.microsoft.com",
        "https://partner.example/base/",
        "http://127.0.0.1:8080",
        "http://localhost:8080/",
        "http://[::1]:8080",
        "HTTP://LOCALHOST:8080"
      })
  void encryptedAddressesAndThoseOfThisMachineAreAccepted(String address) {
    assertEquals(
        address.replaceFirst("/+$", "") + "/v1/customers/a%20b",
        Endpoint.of(address).resource("customers", "a b").toString());
  }

  @Test
  void environmentsAreFoundByTheirNamesInAnyCase() {
    assertEquals(
        "https://partner.partnercenterapi.microsoftonline.cn",
        Endpoint.of(Cloud.named("azurechinacloud")).base().toString());
  }

  @Test
  void onlyHttpsIsEncrypted() {
    assertTrue(Endpoint.of("HTTPS://partner.example:65535").isEncrypted());
    assertFalse(Endpoint.of("http://127.0.0.1:8080").isEncrypted());
  }
}
