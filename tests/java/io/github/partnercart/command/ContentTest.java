package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.partnercart.Commands;
import io.github.partnercart.journal.Identity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a command the same as an earlier one, although it is written in another way. */
class ContentTest {
  private static final String ITEM =
      "{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'scope':'shared'}}";

  private static Command command(String parameters) throws ParameterBindingException {
    return TestCommands.of(
        Commands.command("New-PartnerCustomerCart", parameters.replace('\'', '"')));
  }

  private static Map<String, String> content(String parameters) throws ParameterBindingException {
    return command(parameters).invocation().content();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'LINEITEMS':[{'CATALOGITEMID':'A:1:B','quantity':1,'provisioningContext':{'scope':'shared'}}]
          'LineItems':{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'scope':'shared'}}
          'LineItems':[{'ProvisioningContext':{'scope':'shared'},'Quantity':1.0,'CatalogItemId':'A:1:B','FriendlyName':null}]
          'LineItems':[{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'scope':'shared'}}],'WhatIf':false,'CONFIRM':false
          'LineItems':[{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'scope':'shared'}}],'STATUS':'Active','CartId':'c1'
          """)
  void theWayACommandIsWrittenDoesNotCount(String parameters) throws Exception {
    assertEquals(content("'LineItems':[" + ITEM + "]"), content(parameters));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'LineItems':[{'CatalogItemId':'A:1:B','Quantity':2,'ProvisioningContext':{'scope':'shared'}}]
          'LineItems':[{'CatalogItemId':'a:1:B','Quantity':1,'ProvisioningContext':{'scope':'shared'}}]
          'LineItems':[{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'Scope':'shared'}}]
          'LineItems':[{'CatalogItemId':'A:1:B','Quantity':1,'ProvisioningContext':{'scope':'single'}}]
          """)
  void anotherValueIsAnotherCommandAsAreOtherNamesOfTheOffer(String parameters) throws Exception {
    assertNotEquals(content("'LineItems':[" + ITEM + "]"), content(parameters));
  }

  @Test
  void eachParameterHasADigestThatStaysFromReleaseToRelease() throws Exception {
    // Made with Python's hashlib from the canonical JSON; journals hold them.
    assertEquals(
        Map.of(
            "customerid",
            "3cdeb7ce8aad1444636036c49c7a52fe",
            "lineitems",
            "1f17da60d1b53503f45ad2fd856521ba"),
        content("'LineItems':" + ITEM));
  }

  @Test
  void withoutAKeyACommandIsKnownByItsContentAndPlace() throws Exception {
    assertEquals(
        Identity.of("New-PartnerCustomerCart", "be07495bc9a3f7176871fcfc29c18993", 2),
        command("'LineItems':" + ITEM).identity(2));
  }

  @Test
  void aKeyIsAllThatACommandIsKnownBy() throws Exception {
    Command keyed =
        TestCommands.of(
            Commands.with(
                "\"IdempotencyKey\":\"PO-1\"",
                Commands.command(
                    "New-PartnerCustomerCart", "\"LineItems\":" + ITEM.replace('\'', '"'))));

    assertEquals(Identity.of("New-PartnerCustomerCart", "PO-1"), keyed.identity(2));
  }
}
