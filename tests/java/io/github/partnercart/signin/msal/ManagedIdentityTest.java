package io.github.partnercart.signin.msal;

import static com.github.stefanbirkner.systemlambda.SystemLambda.withEnvironmentVariable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.stefanbirkner.systemlambda.SystemLambda.WithEnvironmentVariables;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identity that Azure gives a machine, as each of its services offers it. */
@Isolated
class ManagedIdentityTest {
  private final MockWebServer machine = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    machine.start();
  }

  @AfterEach
  void stop() {
    machine.close();
  }

  private IssuedToken tokenOfAppService(Optional<String> clientId) throws Exception {
    return token(
        Map.of("IDENTITY_ENDPOINT", address("/msi"), "IDENTITY_HEADER", "s3cret-header"), clientId);
  }

  private String address(String path) {
    return "http://localhost:" + machine.getPort() + path;
  }

  private static IssuedToken token(Map<String, String> environment, Optional<String> clientId)
      throws Exception {
    WithEnvironmentVariables variables = withEnvironmentVariable("PARTNER_CART_TEST", null);
    for (String name :
        List.of(
            "AZURE_POD_IDENTITY_AUTHORITY_HOST",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "IDENTITY_SERVER_THUMBPRINT",
            "IMDS_ENDPOINT",
            "MSI_ENDPOINT")) {
      variables = variables.and(name, environment.get(name));
    }
    return variables.execute(
        () ->
            new MsalTokenRequests(
                    // Nothing of this may go through a proxy.
                    ProxySelector.of(new InetSocketAddress("proxy.invalid", 1)),
                    new JdkHttpClient.Patience(Duration.ofSeconds(5), Duration.ofMillis(5)))
                .of(new SignInMethod.ManagedIdentity(clientId), Cloud.AzureCloud.authority())
                .request(null, Optional.empty()));
  }

  private void answerWithAToken() {
    answer(
        200,
        "{\"access_token\":\"machine\",\"token_type\":\"Bearer\",\"resource\":\"r\",\"expires_on\":\""
            + (Instant.now().getEpochSecond() + 3600)
            + "\"}");
  }

  private void answer(int status, String body) {
    machine.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  @Test
  void machinesOwnIdentityBringsAToken() throws Exception {
    answerWithAToken();

    assertEquals("machine", tokenOfAppService(Optional.empty()).token().text());

    RecordedRequest request = machine.takeRequest();
    assertEquals("s3cret-header", request.getHeaders().get("X-IDENTITY-HEADER"));
    assertEquals(
        "https://api.partnercenter.microsoft.com", request.getUrl().queryParameter("resource"));
    assertEquals(null, request.getUrl().queryParameter("client_id"));
  }

  @Test
  void identityOfAUsersIsAskedForByItsClientId() throws Exception {
    answerWithAToken();

    tokenOfAppService(Optional.of("my-client"));

    assertEquals("my-client", machine.takeRequest().getUrl().queryParameter("client_id"));
  }

  @Test
  void machineWithoutAnIdentitySaysSo() {
    answer(400, "{\"statusCode\":400,\"message\":\"No managed identity was found\"}");

    String message =
        assertThrows(SignInException.class, () -> tokenOfAppService(Optional.of("x"))).getMessage();

    assertTrue(message.contains("No managed identity was found"), message);
  }

  @Test
  void virtualMachineBringsAToken() throws Exception {
    answerWithAToken();
    answerWithAToken();
    Map<String, String> virtualMachine = Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", address(""));

    assertEquals("machine", token(virtualMachine, Optional.empty()).token().text());
    token(virtualMachine, Optional.of("my-client"));

    RecordedRequest request = machine.takeRequest();
    assertEquals("/metadata/identity/oauth2/token", request.getUrl().encodedPath());
    assertEquals("true", request.getHeaders().get("Metadata"));
    assertEquals(
        "https://api.partnercenter.microsoft.com", request.getUrl().queryParameter("resource"));
    assertEquals(null, request.getUrl().queryParameter("client_id"));
    assertEquals("my-client", machine.takeRequest().getUrl().queryParameter("client_id"));
  }

  @Test
  void cloudShellBringsAToken() throws Exception {
    answerWithAToken();

    assertEquals(
        "machine",
        token(Map.of("MSI_ENDPOINT", address("/oauth2/token")), Optional.empty()).token().text());

    RecordedRequest request = machine.takeRequest();
    assertEquals("/oauth2/token", request.getUrl().encodedPath());
    assertEquals(
        "https://api.partnercenter.microsoft.com", request.getUrl().queryParameter("resource"));
  }

  @Test
  void cloudShellHasNoOtherIdentityThanItsUsers() {
    String message =
        assertThrows(
                SignInException.class,
                () ->
                    token(
                        Map.of("MSI_ENDPOINT", address("/oauth2/token")), Optional.of("my-client")))
            .getMessage();

    assertTrue(message.contains("AZURE_CLIENT_ID"), message);
    assertEquals(0, machine.getRequestCount());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=/etc/hostname",
        "Basic realm=/var/opt/azcmagent/tokens/none.key",
        "Basic",
        ""
      })
  void arcsProofIsReadFromNowhereElse(String challenge) throws Exception {
    machine.enqueue(
        new MockResponse.Builder().code(401).setHeader("WWW-Authenticate", challenge).build());
    machine.enqueue(new MockResponse.Builder().code(401).build());

    SignInException e =
        assertThrows(
            SignInException.class,
            () ->
                token(
                    Map.of(
                        "IDENTITY_ENDPOINT",
                        address("/metadata/identity/oauth2/token"),
                        "IMDS_ENDPOINT",
                        address("")),
                    Optional.empty()));

    RecordedRequest request = machine.takeRequest();
    assertEquals("true", request.getHeaders().get("Metadata"));
    assertEquals(null, request.getHeaders().get("Authorization"));
    assertEquals(1, machine.getRequestCount());
    assertTrue(e.getMessage().contains("managed identity"), e.getMessage());
    assertFalse(e.getMessage().contains("AZURE_AUTHORITY_HOST"), e.getMessage());
  }

  @Test
  void headerThatTheMachineRepeatsIsNotTold() throws Exception {
    answer(400, "{\"statusCode\":400,\"message\":\"Bad header s3cret-header\"}");

    String message =
        assertThrows(SignInException.class, () -> tokenOfAppService(Optional.empty())).getMessage();

    assertTrue(message.contains("Bad header ***"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "{}", "[]", ""})
  void answerThatHoldsNoTokenIsAFailure(String body) {
    answer(200, body);

    String message =
        assertThrows(SignInException.class, () -> tokenOfAppService(Optional.empty())).getMessage();

    assertTrue(message.startsWith("The machine's managed identity"), message);
    assertFalse(message.contains("AZURE_AUTHORITY_HOST"), message);
  }

  @Test
  void machineThatIsDownIsNamed() {
    machine.close();

    String message =
        assertThrows(SignInException.class, () -> tokenOfAppService(Optional.empty())).getMessage();

    assertTrue(message.startsWith("The machine's managed identity gave no answer"), message);
  }
}
