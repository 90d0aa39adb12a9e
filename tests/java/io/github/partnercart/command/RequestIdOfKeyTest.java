package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The RequestId of a keyed New-: the next release must make the same one. */
class RequestIdOfKeyTest {
  @Test
  void theIdOfAKeyStaysTheSameFromReleaseToRelease() {
    // Made with Python's hashlib.
    assertEquals(
        UUID.fromString("85e5887a-35b5-5f3a-8961-3b851e004b1e"),
        RequestIdOfKey.of(
            "https://api.partnercenter.microsoft.com",
            "t",
            "New-PartnerCustomerCart",
            "c",
            "PO-1"));
    assertEquals(UUID.fromString("f8a78bd9-c71c-5886-81ec-4561d7dda0af"), RequestIdOfKey.of("k1"));
    assertEquals(UUID.fromString("1b4924c9-4a78-5923-abf3-6831c41ba95e"), RequestIdOfKey.of("ü"));
  }

  @Test
  void theIdIsANameBasedUuid() {
    UUID id = RequestIdOfKey.of("a");

    assertEquals(5, id.version());
    assertEquals(2, id.variant());
  }

  @Test
  void otherNamesHaveAnotherIdWhereverTheyAreSplit() {
    assertNotEquals(RequestIdOfKey.of("ab", "c"), RequestIdOfKey.of("a", "bc"));
    assertNotEquals(RequestIdOfKey.of("a", ""), RequestIdOfKey.of("a"));
  }
}
