package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service says of a checkout that is no plain success and no plain refusal. */
class CheckoutIT {
  private static final String SUBMIT =
      Commands.with(
          "\"Id\":1", Commands.command("Submit-PartnerCustomerCart", "\"CartId\":\"c1\""));

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void answer(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  private Output submit() throws Exception {
    return PartnerCartProcess.with("--endpoint", server.url("/").toString())
        .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
        .run(SUBMIT);
  }

  private static JsonObject error(Output output) {
    return output.answers().get(0).getAsJsonObject("Error");
  }

  @Test
  void aCartThatWasOrderedBeforeIsDone() throws Exception {
    answer(400, "{\"code\":\"800065\",\"description\":\"already submitted\"}");
    answer(200, "{\"id\":\"c1\",\"status\":\"Ordered\",\"lineItems\":[]}");

    Output output = submit();

    assertEquals(0, output.exitCode(), output::toString);
    JsonObject answer = output.answers().get(0);
    assertTrue(answer.getAsJsonObject("Result").get("Orders").isJsonNull(), output::toString);
    assertTrue(answer.get("Warning").getAsString().contains("ordered before"), output::toString);
  }

  @Test
  void aCartThatIsSaidToBeOrderedAndIsNotIsRejected() throws Exception {
    answer(400, "{\"code\":\"800065\",\"description\":\"already submitted\"}");
    answer(200, "{\"id\":\"c1\",\"status\":\"Active\",\"lineItems\":[]}");

    Output output = submit();

    assertEquals(4, output.exitCode(), output::toString);
    assertEquals("Rejected", error(output).get("Outcome").getAsString(), output::toString);
  }

  @Test
  void aRefusalWithTheStatusOfASuccessIsRejected() throws Exception {
    answer(200, "{\"code\":\"400072\",\"description\":\"This item isn't available\"}");

    Output output = submit();

    assertEquals(4, output.exitCode(), output::toString);
    assertEquals("Rejected", error(output).get("Outcome").getAsString(), output::toString);
    assertEquals("400072", error(output).get("ServiceCode").getAsString(), output::toString);
    assertEquals("This item isn't available", error(output).get("Message").getAsString());
  }

  private static String scenario(String name) {
    return Commands.newCart("{\"CatalogItemId\":\"SCENARIO:" + name + ":a\",\"Quantity\":1}")
        + "\n";
  }

  @Test
  void withoutMultiFactorAuthenticationABatchEndsEarly() throws Exception {
    Output output =
        PartnerCartProcess.with("--sandbox", "--concurrency", "1")
            .run(scenario("900421") + scenario("none").repeat(5_000));

    assertEquals(3, output.exitCode(), output.stderr());
    assertTrue(output.stdout().lines().count() < 4_000, output.stderr());
    assertTrue(output.stdout().contains("Sign in again with multi-factor authentication"));
    assertTrue(output.stderr().contains("were not read"), output.stderr());
  }

  @Test
  void whatTheCustomerHasToDoIsAdvised() throws Exception {
    Output output =
        PartnerCartProcess.with("--sandbox").run(scenario("13605") + scenario("900206"));

    assertEquals(4, output.exitCode(), output::toString);
    assertEquals(
        List.of("13605", "900206"),
        output.answers().stream()
            .map(answer -> answer.getAsJsonObject("Error").get("ServiceCode").getAsString())
            .toList());
    assertTrue(output.stdout().contains("have the customer sign"), output::toString);
  }
}
