package io.github.partnercart;

import static io.github.partnercart.Commands.WHAT_IF;
import static io.github.partnercart.Commands.addLineItem;
import static io.github.partnercart.Commands.command;
import static io.github.partnercart.Commands.getCart;
import static io.github.partnercart.Commands.lineItem;
import static io.github.partnercart.Commands.newCart;
import static io.github.partnercart.Commands.newCartWhatIf;
import static io.github.partnercart.Commands.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.cart.InvalidValueException;
import io.github.partnercart.command.CmdletType;
import io.github.partnercart.command.Cmdlets;
import io.github.partnercart.command.ParameterBindingException;
import io.github.partnercart.partnercenter.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema takes the commands that the process takes, and names what the code names. */
class SchemaTest {
  private static final JsonObject DEFINITIONS =
      JsonParser.parseString(ProtocolSchema.text()).getAsJsonObject().getAsJsonObject("$defs");

  static Stream<String> commands() {
    String allMembers =
        lineItem(
            "\"AddonItems\":[%s],\"BillingCycle\":\"Triennial\",\"CurrencyCode\":\"USD\",\"Error\":null,\"FriendlyName\":\"a\",\"Id\":0,\"OrderGroup\":\"0\",\"Participants\":[{\"Key\":\"TransactionReseller\",\"Value\":\"1\"}],\"ProvisioningContext\":{\"a\":\"b\",\"c\":1,\"d\":true},\"RenewsTo\":{\"TermDuration\":\"P1Y\"},\"TermDuration\":\"P3Y\",\"AttestationAccepted\":true,\"CustomTermEndDate\":\"2027-06-30\",\"PromotionId\":\"p\""
                .formatted(lineItem("")));
    return Stream.of(
        WHAT_IF,
        newCart("[" + allMembers + "," + lineItem("\"RenewsTo\":null") + "]"),
        newCart(allMembers),
        getCart("a"),
        addLineItem("a", allMembers),
        command("Set-PartnerCustomerCart", "\"CartId\":\"a\",\"LineItems\":[" + allMembers + "]"),
        command("Submit-PartnerCustomerCart", "\"CartId\":\"a\",\"Confirm\":false"),
        with(
            "\"Id\":\"a\",\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"CorrelationId\":\"{3f2504e0-4f89-41d3-9a0c-0305e82c3301}\",\"TimeoutSeconds\":1.5,\"Verbose\":true",
            getCart("a")),
        with("\"Verbose\":false", getCart("a")),
        with("\"IdempotencyKey\":\"PO-1\",\"Session\":\"s\"", WHAT_IF),
        with(
            "\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"RequestIdIsNew\":true",
            WHAT_IF));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandFitsTheSchema(String command) {
    assertEquals(List.of(), ProtocolSchema.faultsOfCommand(command));
  }

  static Stream<String> badCommands() {
    return Stream.of(
        "[]",
        "{}",
        command("Remove-PartnerCustomerCart", ""),
        getCart(""),
        with("\"Verbose\":true", getCart("a")),
        with("\"Id\":1,\"Verbose\":1", getCart("a")),
        getCart("a").replace("46a62ece", "46a62ec"),
        command("Get-PartnerCustomerCart", "\"CartId\":\"a\",\"WhatIf\":true"),
        command("Submit-PartnerCustomerCart", "\"CartId\":\"a\",\"Confirm\":true"),
        with("\"Id\":1.5", WHAT_IF),
        with("\"IdempotencyKey\":\" \"", WHAT_IF),
        with("\"IdempotencyKey\":1", WHAT_IF),
        with("\"RequestIdIsNew\":true", WHAT_IF),
        with(
            "\"IdempotencyKey\":\"a\",\"RequestId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"",
            WHAT_IF),
        with("\"Sofort\":1", WHAT_IF),
        newCartWhatIf("[]"),
        newCartWhatIf("[null]"),
        newCartWhatIf(lineItem("\"Price\":1")),
        newCartWhatIf(lineItem("\"BillingCycle\":true")),
        newCartWhatIf("{\"CatalogItemId\":\"A\",\"Quantity\":0}"),
        newCartWhatIf("{\"Quantity\":1}"));
  }

  @ParameterizedTest
  @MethodSource("badCommands")
  void badCommandDoesNotFitTheSchema(String command) {
    assertFalse(ProtocolSchema.faultsOfCommand(command).isEmpty());
  }

  @Test
  void schemaNamesTheCommandsAndParametersThatThereAre() {
    JsonObject members = properties("Command");
    List<String> names = strings(members.getAsJsonObject("Command").getAsJsonArray("enum"));
    assertEquals(new TreeSet<>(List.of(Cmdlets.ALL.names().split(", "))), new TreeSet<>(names));
    for (CmdletType type : Cmdlets.ALL.types()) {
      List<String> parameters = new ArrayList<>(type.mandatory());
      parameters.addAll(type.optional());
      if (type.supportsShouldProcess()) {
        parameters.addAll(List.of("WhatIf", "Confirm"));
      }
      parameters.addAll(type.ignored());
      assertEquals(
          new TreeSet<>(parameters),
          new TreeSet<>(properties(type.name().replace("-", "")).keySet()));
    }
  }

  @Test
  void schemaNamesTheLineItemMembersThatThereAre() {
    InvalidValueException unknown =
        assertThrows(
            InvalidValueException.class,
            () -> CartLineItem.of("", JsonParser.parseString("{\"nope\":1}")));
    String names = String.join(", ", properties("LineItem").keySet());

    assertTrue(unknown.getMessage().endsWith(" Its members are " + names + "."), names);
    assertEquals(properties("LineItem").keySet(), properties("PSCartLineItem").keySet());
  }

  @Test
  void schemaNamesTheOutcomesAndBindingFaultsThatThereAre() {
    JsonObject error = properties("Error");
    assertEquals(
        Arrays.stream(Outcome.values()).map(Enum::name).toList(),
        strings(error.getAsJsonObject("Outcome").getAsJsonArray("enum")));
    assertTrue(properties("Command").keySet().containsAll(List.of("IdempotencyKey", "Session")));
    List<String> errorIds = strings(error.getAsJsonObject("ErrorId").getAsJsonArray("enum"));
    List<String> categories = strings(error.getAsJsonObject("Category").getAsJsonArray("enum"));
    for (var fault : ParameterBindingException.Fault.values()) {
      assertTrue(errorIds.contains(fault.name()), fault.name());
      assertTrue(categories.contains(fault.category()), fault.category());
    }
  }

  private static JsonObject properties(String definition) {
    return DEFINITIONS.getAsJsonObject(definition).getAsJsonObject("properties");
  }

  private static List<String> strings(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }
}
