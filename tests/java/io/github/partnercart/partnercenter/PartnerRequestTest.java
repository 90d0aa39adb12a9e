package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request to the service. */
class PartnerRequestTest {
  @ParameterizedTest
  @CsvSource({
    "/v1/customers/one/carts, one",
    "/v1/customers/one/carts/two/checkout, one",
    "/gateway/v1/customers/one/carts, one",
    "/v1/customers/one, /v1/customers/one",
  })
  void itIsThatOfACustomer(String path, String customer) {
    assertEquals(
        customer,
        new PartnerRequest(
                PartnerRequest.Kind.READ,
                URI.create("https://partner.example" + path),
                UUID.randomUUID(),
                null)
            .customer());
  }
}
