package io.github.partnercart.signin.msal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.FakeIdentityService;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users sign in through the real MSAL4J at an identity service over real TLS. */
@Isolated
class UserSignInTest {
  private static final Application APPLICATION =
      new Application("organizations", "22222222-2222-2222-2222-222222222222");

  private FakeIdentityService service;
  private Authority authority;

  @BeforeEach
  void start() throws Exception {
    service = FakeIdentityService.start();
    authority = Cloud.AzureCloud.authority().at(service.address());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private TokenRequest requestOf(SignInMethod method) throws SignInException {
    return new MsalTokenRequests(
            ProxySelector.getDefault(),
            new JdkHttpClient.Patience(Duration.ofSeconds(5), Duration.ofMillis(5)))
        .of(method, authority);
  }

  @Test
  void refreshTokenIsExchangedAndEachNewOneHandedOnAndUsedNext() throws Exception {
    List<String> handedOn = new ArrayList<>();
    TokenRequest request =
        requestOf(
            new SignInMethod.RefreshToken(
                APPLICATION,
                Optional.of(new Proof.SharedSecret(new Secret("s3cret"))),
                new Secret("refresh-0"),
                token -> handedOn.add(token.text())));

    assertEquals("access-1", request.request(null, Optional.empty()).token().text());
    assertEquals("access-2", request.request(null, Optional.empty()).token().text());

    assertEquals(List.of("refresh-1", "refresh-2"), handedOn);
    Map<String, String> first = service.tokenForms.remove();
    assertEquals("refresh_token", first.get("grant_type"));
    assertEquals("refresh-0", first.get("refresh_token"));
    assertEquals("s3cret", first.get("client_secret"));
    assertEquals("refresh-1", service.tokenForms.remove().get("refresh_token"));
  }

  @Test
  void publicClientExchangesARefreshTokenWithoutASecret() throws Exception {
    requestOf(
            new SignInMethod.RefreshToken(
                APPLICATION, Optional.empty(), new Secret("refresh-0"), token -> {}))
        .request(null, Optional.empty());

    Map<String, String> form = service.tokenForms.remove();
    assertEquals(APPLICATION.clientId(), form.get("client_id"));
    assertFalse(form.containsKey("client_secret"));
  }

  private TokenRequest requestWithTokenIn(Path file) throws Exception {
    Files.writeString(file, "refresh-a");
    return requestOf(
        new SignInEnvironment(
                Map.of(
                    "AZURE_CLIENT_ID",
                    APPLICATION.clientId(),
                    "PARTNER_CENTER_REFRESH_TOKEN_FILE",
                    file.toString()),
                message -> {})
            .method(Optional.empty()));
  }

  @Test
  void refusedRefreshTokenGivesWayToTheOneThatItsFileHasByNow(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("token");
    TokenRequest request = requestWithTokenIn(file);
    Files.writeString(file, "refresh-b");
    service.answerNext(
        FakeIdentityService.refusal(
            400, "invalid_grant", "AADSTS700082: The refresh token has expired."));

    assertEquals("access-1", request.request(null, Optional.empty()).token().text());
    assertEquals("access-2", request.request(null, Optional.empty()).token().text());

    assertEquals("refresh-a", service.tokenForms.remove().get("refresh_token"));
    assertEquals("refresh-b", service.tokenForms.remove().get("refresh_token"));
    assertEquals("refresh-1", service.tokenForms.remove().get("refresh_token"));
    assertEquals("refresh-2", Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_grant, refresh-a",
    "invalid_client, refresh-b",
    "temporarily_unavailable, refresh-b"
  })
  void otherRefusalsAreNotAskedAboutAgain(String error, String tokenByNow, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("token");
    TokenRequest request = requestWithTokenIn(file);
    Files.writeString(file, tokenByNow);
    service.answerNext(FakeIdentityService.refusal(400, error, "AADSTS1: No."));

    SignInException e =
        assertThrows(SignInException.class, () -> request.request(null, Optional.empty()));

    assertEquals(error, e.refusal().orElseThrow().error());
    assertEquals(1, service.tokenForms.size());
  }

  @Test
  void refusalStandsWhereTheFileIsGone(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("token");
    TokenRequest request = requestWithTokenIn(file);
    Files.delete(file);
    service.answerNext(FakeIdentityService.refusal(400, "invalid_grant", "AADSTS1: No."));

    SignInException e =
        assertThrows(SignInException.class, () -> request.request(null, Optional.empty()));

    assertTrue(e.getMessage().startsWith("AADSTS1"), e.getMessage());
  }

  @Test
  void endedRefreshTokenIsSaidToHaveEnded() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(
            400, "invalid_grant", "AADSTS700082: The refresh token has expired."));

    SignInException e =
        assertThrows(
            SignInException.class,
            () ->
                requestOf(
                        new SignInMethod.RefreshToken(
                            APPLICATION, Optional.empty(), new Secret("refresh-0"), token -> {}))
                    .request(null, Optional.empty()));

    assertTrue(e.getMessage().contains("Sign in again for a new refresh token"), e.getMessage());
    assertEquals(Optional.of("invalid_grant"), e.refusal().map(Refusal::error));
    assertFalse(e.getMessage().contains("refresh-0"));
  }

  @Test
  void deviceCodeIsShownAndWaitedForAndThenRenewedWithoutTheUser() throws Exception {
    List<String> shown = new ArrayList<>();
    service.answerNext(
        FakeIdentityService.refusal(400, "authorization_pending", "AADSTS70016: Pending."));
    TokenRequest request = requestOf(new SignInMethod.DeviceCode(APPLICATION, shown::add));

    assertEquals("access-1", request.request(null, Optional.empty()).token().text());

    assertEquals(List.of("Go to https://microsoft.com/devicelogin and enter USERCODE."), shown);
    assertTrue(service.deviceForms.remove().get("scope").contains(authority.scope()), "scope");
    assertEquals(2, service.tokenForms.size());
    assertEquals("device-code", service.tokenForms.remove().get("device_code"));
    service.tokenForms.clear();

    assertEquals("access-2", request.request(null, Optional.empty()).token().text());
    assertEquals("refresh-1", service.tokenForms.remove().get("refresh_token"));
    assertEquals(1, shown.size());
  }

  @Test
  void userIsAskedAgainWhereOnlyTheUserCanHelp() throws Exception {
    List<String> shown = new ArrayList<>();
    TokenRequest request = requestOf(new SignInMethod.DeviceCode(APPLICATION, shown::add));
    request.request(null, Optional.empty());
    service.answerNext(
        FakeIdentityService.refusal(
            400, "invalid_grant", "AADSTS50076: You must use multi-factor authentication."));

    assertEquals("access-2", request.request(null, Optional.empty()).token().text());
    assertEquals(2, shown.size());
  }

  @Test
  void anotherUserCanNotTakeOverAndTheFirstOneGoesOn() throws Exception {
    List<String> shown = new ArrayList<>();
    TokenRequest request = requestOf(new SignInMethod.DeviceCode(APPLICATION, shown::add));
    Optional<String> first = request.request(null, Optional.empty()).account();
    service.answerNext(
        FakeIdentityService.refusal(
            400, "invalid_grant", "AADSTS50076: You must use multi-factor authentication."));
    service.signIn("somebody-else");

    SignInException e = assertThrows(SignInException.class, () -> request.request(null, first));

    assertTrue(e.getMessage().startsWith("Another user signed in than before"), e.getMessage());
    service.signIn("o");
    service.tokenForms.clear();
    assertEquals(first, request.request(null, first).account());
    assertEquals("device-code", service.tokenForms.remove().get("device_code"));
    request.request(null, first);
    assertEquals("refresh-3", service.tokenForms.remove().get("refresh_token"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, AADSTS70000: The refresh token is malformed.",
    "401, invalid_client, AADSTS7000218: The request body must contain a secret."
  })
  void userIsAskedWhereWhatIsLeftOfAnEarlierSignInIsRefused(int status, String error, String words)
      throws Exception {
    List<String> shown = new ArrayList<>();
    TokenRequest request = requestOf(new SignInMethod.DeviceCode(APPLICATION, shown::add));
    request.resume(new Secret("kept"));
    service.answerNext(FakeIdentityService.refusal(status, error, words));

    assertEquals("access-1", request.request(null, Optional.empty()).token().text());

    assertEquals("kept", service.tokenForms.remove().get("refresh_token"));
    assertEquals(1, shown.size());
  }

  @Test
  void whatIsLeftOfAnEarlierSignInIsNoBetterThanWhatCameSince() throws Exception {
    TokenRequest request = requestOf(new SignInMethod.DeviceCode(APPLICATION, message -> {}));
    request.request(null, Optional.empty());
    request.resume(new Secret("kept"));
    service.tokenForms.clear();

    request.request(null, Optional.empty());

    assertEquals("refresh-1", service.tokenForms.remove().get("refresh_token"));
  }

  @Test
  void deniedDeviceCodeIsAFailure() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(
            400, "authorization_declined", "AADSTS70018: The user declined."));

    SignInException e =
        assertThrows(
            SignInException.class,
            () ->
                requestOf(new SignInMethod.DeviceCode(APPLICATION, message -> {}))
                    .request(null, Optional.empty()));

    assertTrue(e.getMessage().startsWith("AADSTS70018: The user declined."), e.getMessage());
  }

  @Test
  void browserComesBackToLoopbackAndTheCodeIsProvedByPkce() throws Exception {
    CompletableFuture<Map<String, String>> asked = new CompletableFuture<>();
    TokenRequest request =
        requestOf(
            new SignInMethod.InteractiveBrowser(
                APPLICATION,
                address -> {
                  Map<String, String> query = query(address);
                  asked.complete(query);
                  comeBack(query);
                }));

    assertEquals("access-1", request.request(null, Optional.empty()).token().text());

    Map<String, String> query = asked.get(20, TimeUnit.SECONDS);
    Map<String, String> form = service.tokenForms.remove();
    assertEquals("the-code", form.get("code"));
    assertEquals(query.get("redirect_uri"), form.get("redirect_uri"));
    assertEquals("S256", query.get("code_challenge_method"));
    assertEquals(
        query.get("code_challenge"),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII))));
    assertTrue(query.get("scope").contains(authority.scope()), query.get("scope"));
  }

  @Test
  void portOfTheBrowserIsClosedOnceNobodyWaits() throws Exception {
    CompletableFuture<URI> redirect = new CompletableFuture<>();
    TokenRequest request =
        requestOf(
            new SignInMethod.InteractiveBrowser(
                APPLICATION,
                address -> redirect.complete(URI.create(query(address).get("redirect_uri")))));
    Thread waiting =
        new Thread(
            () ->
                assertThrows(SignInException.class, () -> request.request(null, Optional.empty())));
    waiting.start();
    int port = redirect.get(30, TimeUnit.SECONDS).getPort();

    waiting.interrupt();

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          while (isOpen(port)) {
            Thread.onSpinWait();
          }
        });
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> query(URI address) {
    Map<String, String> query = new TreeMap<>();
    for (String field : address.getRawQuery().split("&")) {
      String[] parts = field.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  /** What a browser does when the user has signed in. */
  private static void comeBack(Map<String, String> query) {
    HttpRequest redirect =
        HttpRequest.newBuilder(URI.create(query.get("redirect_uri") + "/"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "code=the-code&state=" + query.get("state") + "&session_state=s"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .build();
    CompletableFuture<?> unused =
        HttpClient.newHttpClient().sendAsync(redirect, BodyHandlers.discarding());
  }
}
