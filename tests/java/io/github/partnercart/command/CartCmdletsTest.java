package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.partnercenter.StopSignal;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignIns;
import java.net.ProxySelector;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each cmdlet of a cart does at the service, which is the sandbox here. */
class CartCmdletsTest {
  private static final String CUSTOMER = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08";

  private Sandbox sandbox;
  private Execution execution;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    PartnerCenter partnerCenter =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(sandbox.address().toString()),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(1),
                RetrySettings.DEFAULT,
                false),
            GivenAccessToken.of("token", "the test"));
    Sessions sessions =
        new Sessions(
            partnerCenter,
            true,
            Cloud.AzureCloud,
            new SignIns(
                (method, authority) -> {
                  throw new AssertionError();
                },
                new SignInEnvironment(Map.of(), message -> {}),
                message -> {}));
    execution = new Execution(Journals.none(), sessions, new Execution.Settings(false, null));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private JsonObject run(String cmdlet, String cart, String parameters) throws Exception {
    String all = "'CustomerId':'%s'%s".formatted(CUSTOMER, cart.isEmpty() ? "" : ",'CartId':'%s'");
    String line =
        "{'Command':'" + cmdlet + "','Parameters':{" + all.formatted(cart) + parameters + "}}";
    Command command = TestCommands.of(line.replace('\'', '"'));
    return resultOf(command);
  }

  private JsonObject resultOf(Command command) {
    return TestRun.resultOf(
        execution.execute(
            new InFlight(
                command,
                execution.identify(command),
                execution.sessions().next(command),
                new StopSignal(),
                -1,
                Optional.empty())));
  }

  private static String item(int quantity) {
    return "{'CatalogItemId':'MS-AZR-0145P','Quantity':" + quantity + "}";
  }

  private String newCart() throws Exception {
    return run("New-PartnerCustomerCart", "", ",'LineItems':[" + item(3) + "]")
        .get("CartId")
        .getAsString();
  }

  private static String quantities(JsonObject cart) {
    JsonArray quantities = new JsonArray();
    cart.getAsJsonArray("LineItems")
        .forEach(item -> quantities.add(item.getAsJsonObject().get("Quantity")));
    return quantities.toString();
  }

  @Test
  void aCartIsMadeAndRead() throws Exception {
    String cart = newCart();

    JsonObject read = run("Get-PartnerCustomerCart", cart, "");

    assertEquals(cart, read.get("CartId").getAsString());
    assertEquals("[3]", quantities(read));
  }

  @Test
  void aLineItemIsAdded() throws Exception {
    String cart = newCart();

    assertEquals(
        "[3,4]",
        quantities(run("Add-PartnerCustomerCartLineItem", cart, ",'LineItem':" + item(4))));
    assertEquals("[3,4]", quantities(run("Get-PartnerCustomerCart", cart, "")));
  }

  @Test
  void lineItemsAreReplaced() throws Exception {
    String cart = newCart();
    String items = ",'LineItems':[" + item(5) + "," + item(6) + "]";

    assertEquals("[5,6]", quantities(run("Set-PartnerCustomerCart", cart, items)));
    assertEquals("[5,6]", quantities(run("Get-PartnerCustomerCart", cart, "")));
  }

  @Test
  void aCartIsCheckedOut() throws Exception {
    JsonObject result = run("Submit-PartnerCustomerCart", newCart(), "");

    assertEquals(1, result.getAsJsonArray("Orders").size(), result::toString);
    assertEquals(1, sandbox.statistics().cartsCreated());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Set-PartnerCustomerCart         | ,'LineItems':[%s] | Updates the cart with the identifier of c1.
          Add-PartnerCustomerCartLineItem | ,'LineItem':%s    | Adds a new line item to the cart with the identifier of c1.
          Submit-PartnerCustomerCart      |                   | Checks out the cart with the identifier of c1.
          """)
  void whatWouldBeDoneIsTold(String cmdlet, String parameters, String target) throws Exception {
    String items = parameters == null ? "" : parameters.formatted(item(1));

    JsonObject answer = run(cmdlet, "c1", items + ",'WhatIf':true");

    assertTrue(
        answer.get("WhatIf").getAsString().endsWith("on target \"" + target + "\"."),
        answer::toString);
    assertEquals(0, sandbox.statistics().requests());
  }

  @Test
  void aNewCartWouldBeMadeForItsCustomer() throws Exception {
    JsonObject answer =
        run("New-PartnerCustomerCart", "", ",'LineItems':" + item(1) + ",'WhatIf':true");

    assertEquals(Commands.WHAT_IF_SENTENCE, answer.get("WhatIf").getAsString());
    assertEquals(0, sandbox.statistics().requests());
  }

  @Test
  void theContextShowsWhereCommandsGo() throws Exception {
    Command command = TestCommands.of("{\"Command\":\"Get-PartnerContext\"}");

    JsonObject context = resultOf(command);

    assertEquals(
        Endpoint.of(sandbox.address().toString()).base().toString(),
        context.get("Endpoint").getAsString());
    assertEquals("en-US", context.get("Locale").getAsString());
  }
}
