package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.partnercart.command.ParameterBindingException.Fault;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters are bound as PowerShell binds them. */
class BindingTest {
  private static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";
  private static final String ITEM = "{\"CatalogItemId\":\"A\",\"Quantity\":1}";

  private static Invocation bind(String cmdlet, String parameters)
      throws ParameterBindingException {
    return Cmdlets.OF_PARTNER_CENTER
        .named(cmdlet)
        .orElseThrow()
        .bind(JsonParser.parseString("{" + parameters + "}").getAsJsonObject());
  }

  private static ParameterBindingException fault(String cmdlet, String parameters) {
    return assertThrows(ParameterBindingException.class, () -> bind(cmdlet, parameters));
  }

  private static GetPartnerCustomerCart getCart(String customerId) throws Exception {
    return (GetPartnerCustomerCart)
        bind("Get-PartnerCustomerCart", "\"CartId\":\"a\",\"CustomerId\":\"" + customerId + "\"")
            .cmdlet();
  }

  @Test
  void cmdletIsFoundInAnyCaseAndOtherwiseNot() {
    assertTrue(Cmdlets.OF_PARTNER_CENTER.named("SUBMIT-PARTNERCUSTOMERCART").isPresent());
    assertEquals(Optional.empty(), Cmdlets.OF_PARTNER_CENTER.named("Submit-PartnerCustomerCar"));
    assertEquals(Optional.empty(), Cmdlets.OF_PARTNER_CENTER.named(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {CUSTOMER, "{" + CUSTOMER + "}", "{" + CUSTOMER, CUSTOMER + "}"})
  void customerIdMayStandInBracesAsTheOriginalsPatternAllows(String written) throws Exception {
    assertEquals(CUSTOMER, getCart(written).customerId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "46a62ece", CUSTOMER + "\\n", " " + CUSTOMER, "{{" + CUSTOMER + "}}"})
  void customerIdOfAnotherFormIsRefused(String written) {
    ParameterBindingException fault =
        assertThrows(ParameterBindingException.class, () -> getCart(written));
    assertEquals(Fault.ParameterArgumentValidationError, fault.fault());
    assertTrue(
        fault.getMessage().startsWith("CustomerId must be a GUID, such as 46a62ece-"),
        fault.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "CartId":"a"                                    | MissingMandatoryParameter                              | CustomerId
          "CartId":"a","CustomerId":"C","X":1             | NamedParameterNotFound                                 | 'X'
          "CartId":"a","CustomerId":"C","LineItems":[]    | NamedParameterNotFound                                 | 'LineItems'
          "CartId":"a","CustomerId":"C","CARTID":"b"      | ParameterAlreadyBound                                  | 'CARTID'
          "CartId":null,"CustomerId":"C"                  | ParameterArgumentValidationError                       | null
          "CartId":"","CustomerId":"C"                    | ParameterArgumentValidationErrorEmptyStringNotAllowed  | empty string
          "CartId":true,"CustomerId":"C"                  | CannotConvertArgument                                  | must be a string
          "CartId":"a","CustomerId":"C","WhatIf":null     | CannotConvertArgument                                  | must be true or false
          "CartId":"a","CustomerId":"C","Confirm":true    | ParameterArgumentValidationError                       | Confirm can't be true
          """)
  void faultHasPowerShellsIdAndNamesTheParameter(String parameters, Fault id, String message) {
    ParameterBindingException fault =
        fault("Submit-PartnerCustomerCart", parameters.replace("\"C\"", "\"" + CUSTOMER + "\""));
    assertEquals(id, fault.fault());
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }

  @Test
  void confirmMayBeFalse() throws Exception {
    assertFalse(
        bind(
                "Submit-PartnerCustomerCart",
                "\"CartId\":\"a\",\"CustomerId\":\"" + CUSTOMER + "\",\"Confirm\":false")
            .isWhatIf());
  }

  @ParameterizedTest
  @CsvSource({
    "New-PartnerCustomerCart, true, false",
    "Set-PartnerCustomerCart, true, true",
    "Get-PartnerCustomerCart, false, true"
  })
  void invocationKnowsWhetherItChangesSomethingAndOnWhichCart(
      String cmdlet, boolean changes, boolean hasCart) throws Exception {
    String items = changes ? ",\"LineItems\":" + ITEM : "";
    Invocation invocation =
        bind(cmdlet, "\"CartId\":\"a\",\"CustomerId\":\"" + CUSTOMER + "\"" + items);

    assertEquals(changes, invocation.changes());
    assertEquals(hasCart ? Optional.of("a") : Optional.empty(), invocation.cartId());
  }

  @Test
  void whatIfChangesNothingAndHoldsUpNoCart() throws Exception {
    Invocation invocation =
        bind(
            "Set-PartnerCustomerCart",
            "\"CartId\":\"a\",\"CustomerId\":\""
                + CUSTOMER
                + "\",\"WhatIf\":true,\"LineItems\":"
                + ITEM);

    assertFalse(invocation.changes());
    assertEquals(Optional.empty(), invocation.cartId());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1|1", "\"a\"|\"a\"", "99999999999999999999|99999999999999999999"})
  void theIdOfACommandToStopIsTakenAsItIsWritten(String written, String id) throws Exception {
    assertEquals(
        new StopPartnerCartCommand(id),
        StopPartnerCartCommand.TYPE
            .bind(JsonParser.parseString("{\"Id\":" + written + "}").getAsJsonObject())
            .cmdlet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "null", "[1]"})
  void anIdToStopIsATextOrANumber(String written) {
    ParameterBindingException fault =
        assertThrows(
            ParameterBindingException.class,
            () ->
                StopPartnerCartCommand.TYPE.bind(
                    JsonParser.parseString("{\"Id\":" + written + "}").getAsJsonObject()));

    assertEquals(Fault.CannotConvertArgument, fault.fault());
  }
}
