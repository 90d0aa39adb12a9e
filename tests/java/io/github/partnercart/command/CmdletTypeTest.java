package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.partnercart.command.ParameterBindingException.Fault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a cmdlet is described, and which parameters it takes then. */
class CmdletTypeTest {
  private static Invocation bind(CmdletType type, String parameters)
      throws ParameterBindingException {
    return type.bind(JsonParser.parseString(parameters).getAsJsonObject());
  }

  private static Fault fault(CmdletType type, String parameters) {
    return assertThrows(ParameterBindingException.class, () -> bind(type, parameters)).fault();
  }

  @Test
  void aCmdletTakesItsParametersAndWhatACartIsFedBackWith() throws Exception {
    CmdletType type =
        CmdletType.change("Test-Example")
            .mandatory("M")
            .optional("O")
            .ignored(List.of("I"))
            .bound(arguments -> new GetPartnerContext(false));

    assertEquals("Test-Example", bind(type, "{\"m\":1,\"o\":2,\"i\":3}").type().name());
    assertEquals(Fault.MissingMandatoryParameter, fault(type, "{\"O\":2}"));
    assertEquals(Fault.NamedParameterNotFound, fault(type, "{\"M\":1,\"X\":1}"));
  }

  @Test
  void onlyAChangeTakesWhatIf() throws Exception {
    CmdletType read =
        CmdletType.named("Test-Read").bound(arguments -> new GetPartnerContext(false));
    CmdletType change =
        CmdletType.change("Test-Change").bound(arguments -> new GetPartnerContext(false));

    assertTrue(bind(change, "{\"WhatIf\":true}").isWhatIf());
    assertFalse(bind(change, "{}").isWhatIf());
    assertEquals(Fault.NamedParameterNotFound, fault(read, "{\"WhatIf\":true}"));
  }

  @Test
  void onlyASignInChangesWhoIsSignedIn() throws Exception {
    CmdletType signIn =
        CmdletType.signIn("Test-SignIn").bound(arguments -> new GetPartnerContext(false));

    assertTrue(bind(signIn, "{}").changesSession());
    assertFalse(bind(GetPartnerContext.TYPE, "{}").changesSession());
  }

  @Test
  void aWholeInputIsNeitherOfSignInsNorOfStops() {
    assertEquals(Optional.empty(), Cmdlets.OF_PARTNER_CENTER.named("Connect-PartnerCenter"));
    assertEquals(Optional.empty(), Cmdlets.OF_PARTNER_CENTER.named("Disconnect-PartnerCenter"));
    assertEquals(Optional.empty(), Cmdlets.OF_PARTNER_CENTER.named("Stop-PartnerCartCommand"));
    assertEquals(
        "New-PartnerCustomerCart, Get-PartnerCustomerCart, Set-PartnerCustomerCart,"
            + " Add-PartnerCustomerCartLineItem, Submit-PartnerCustomerCart, Get-PartnerContext",
        Cmdlets.OF_PARTNER_CENTER.names());
    assertTrue(Cmdlets.ALL.named("Stop-PartnerCartCommand").isPresent());
  }
}
