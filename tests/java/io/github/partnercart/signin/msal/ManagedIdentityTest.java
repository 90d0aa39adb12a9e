package io.github.partnercart.signin.msal;

import static com.github.stefanbirkner.systemlambda.SystemLambda.withEnvironmentVariable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The identity that Azure gives a machine, as App Service and its like offer it. */
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

  private IssuedToken token(Optional<String> clientId) throws Exception {
    IssuedToken[] token = new IssuedToken[1];
    withEnvironmentVariable("IDENTITY_ENDPOINT", "http://localhost:" + machine.getPort() + "/msi")
        .and("IDENTITY_HEADER", "s3cret-header")
        .execute(
            () ->
                token[0] =
                    new MsalTokenRequests(
                            // Nothing of this may go through a proxy.
                            ProxySelector.of(new InetSocketAddress("proxy.invalid", 1)),
                            new JdkHttpClient.Patience(Duration.ofSeconds(5), Duration.ofMillis(5)))
                        .of(
                            new SignInMethod.ManagedIdentity(clientId),
                            Cloud.AzureCloud.authority())
                        .request(null));
    return token[0];
  }

  private void answer(int status, String body) {
    machine.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  @Test
  void machinesOwnIdentityBringsAToken() throws Exception {
    answer(
        200,
        "{\"access_token\":\"machine\",\"token_type\":\"Bearer\",\"resource\":\"r\",\"expires_on\":\""
            + (Instant.now().getEpochSecond() + 3600)
            + "\"}");

    assertEquals("machine", token(Optional.empty()).token().text());

    RecordedRequest request = machine.takeRequest();
    assertEquals("s3cret-header", request.getHeaders().get("X-IDENTITY-HEADER"));
    assertEquals(
        "https://api.partnercenter.microsoft.com", request.getUrl().queryParameter("resource"));
    assertEquals(null, request.getUrl().queryParameter("client_id"));
  }

  @Test
  void identityOfAUsersIsAskedForByItsClientId() throws Exception {
    answer(
        200,
        "{\"access_token\":\"machine\",\"token_type\":\"Bearer\",\"resource\":\"r\",\"expires_on\":\""
            + (Instant.now().getEpochSecond() + 3600)
            + "\"}");

    token(Optional.of("my-client"));

    assertEquals("my-client", machine.takeRequest().getUrl().queryParameter("client_id"));
  }

  @Test
  void machineWithoutAnIdentitySaysSo() {
    answer(400, "{\"statusCode\":400,\"message\":\"No managed identity was found\"}");

    String message =
        assertThrows(SignInException.class, () -> token(Optional.of("x"))).getMessage();

    assertTrue(message.contains("No managed identity was found"), message);
  }
}
