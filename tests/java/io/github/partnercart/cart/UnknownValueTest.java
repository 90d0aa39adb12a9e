package io.github.partnercart.cart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that only the service can judge, and those that are written in another way. */
class UnknownValueTest {
  private static CartLineItem item(String members) throws InvalidValueException {
    return CartLineItem.of(
        "LineItem",
        JsonParser.parseString(
            "{\"CatalogItemId\":\"A:1:B\",\"Quantity\":1," + members.replace('\'', '"') + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "'BillingCycle':'Weekly' | billingCycle | LineItem.BillingCycle Weekly",
        "'TermDuration':'P5Y' | termDuration | LineItem.TermDuration P5Y",
        "'RenewsTo':{'TermDuration':'P2Y'} | renewsTo | LineItem.RenewsTo.TermDuration P2Y",
        "'Participants':[{'Key':'friend','Value':'1'}] | participants | LineItem.Participants[0].Key friend",
      })
  void aNewValueIsSentAsItStandsWithAWarning(String members, String name, String warned)
      throws Exception {
    CartLineItem item = item(members);

    List<UnknownValue> unknown = UnknownValue.in("LineItem", item);

    assertEquals(1, unknown.size());
    assertEquals(warned, unknown.get(0).path() + " " + unknown.get(0).value());
    String written = unknown.get(0).value();
    assertEquals(true, item.rest().get(name).toString().contains(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'BillingCycle':'biennial','TermDuration':'p3y'",
        "'BillingCycle':6,'RenewsTo':{'TermDuration':'P1M'}",
        "'Participants':[{'Key':'additional_transaction_reseller','Value':'1'},{'Key':'AdditionalTransactionReseller','Value':'2'},{'Key':'ConsumptionReseller','Value':'3'}]",
        "'ProvisioningContext':{'scope':'any'}",
      })
  void aKnownValueHasNoWarning(String members) throws Exception {
    assertEquals(List.of(), UnknownValue.in("LineItem", item(members)));
  }

  @Test
  void thoseOfAddonsAreFoundToo() throws Exception {
    CartLineItem item =
        item(
            "'AddonItems':[{'CatalogItemId':'B','Quantity':1},{'CatalogItemId':'C','Quantity':1,'TermDuration':'P9Y'}]");

    assertEquals(
        "LineItems[0].AddonItems[1].TermDuration P9Y is not known here (known are P1M, P1Y, P3Y);"
            + " it was sent as it stands.",
        UnknownValue.in("LineItems", List.of(item)).get(0).warning());
  }

  @Test
  void participantsAreSentByTheirDocumentedNames() throws Exception {
    assertEquals(
        "[{\"key\":\"TransactionReseller\",\"value\":\"1\"},"
            + "{\"key\":\"additional_transaction_reseller\",\"value\":\"2\"},"
            + "{\"key\":\"consumption_reseller\",\"value\":\"3\"}]",
        item("'Participants':[{'Key':'transaction_reseller','Value':'1'},"
                + "{'Key':'3','Value':'2'},{'Key':'consumptionReseller','Value':'3'}]")
            .rest()
            .get("participants")
            .toString());
  }

  @ParameterizedTest
  @CsvSource({
    "2027-06-30, 2027-06-30T00:00:00Z",
    "2027-06-30T00:00:00, 2027-06-30T00:00:00Z",
    "2027-06-30T00:00:00+13:00, 2027-06-30T00:00:00Z",
    "2027-06-30T23:59:59-08:00, 2027-06-30T00:00:00Z",
    "2027-06-30T00:00:00Z, 2027-06-30T00:00:00Z",
    "2027-06-30T12:30:00.5Z, 2027-06-30T12:30:00.5Z",
  })
  void aDateIsTheDayThatWasWritten(String written, String sent) throws Exception {
    assertEquals(
        sent,
        item("'CustomTermEndDate':'" + written + "'")
            .rest()
            .get("customTermEndDate")
            .getAsString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"30.06.2027", "2027-6-30", "2027-02-30", "2027-06-30 00:00", ""})
  void whatIsNoDateIsRefused(String written) {
    assertThrows(InvalidValueException.class, () -> item("'CustomTermEndDate':'" + written + "'"));
  }
}
