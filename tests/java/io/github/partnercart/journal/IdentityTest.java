package io.github.partnercart.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

/** What a journal knows commands by. */
class IdentityTest {
  private static final Identity KEYED = Identity.of("New-PartnerCustomerCart", "k");
  private static final Identity UNKEYED = Identity.of("New-PartnerCustomerCart", "k", 2);

  @Test
  void anIdentityIsTheSameAfterItWasStored() {
    assertEquals(KEYED, Identity.of(KEYED.toJson()));
    assertEquals(UNKEYED, Identity.of(UNKEYED.toJson()));
  }

  @Test
  void aKeyIsNotTheContentOfTheSameText() {
    assertNotEquals(KEYED, Identity.of("New-PartnerCustomerCart", "k", 0));
  }

  @Test
  void itsWordsNameTheCommandAndTheKey() {
    assertEquals("New-PartnerCustomerCart with the key \"k\"", KEYED.toString());
    assertEquals("New-PartnerCustomerCart without a key", UNKEYED.toString());
  }
}
