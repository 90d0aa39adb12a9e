package io.github.partnercart.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to sign in is found in the environment, by the names that runbooks use already. */
class SignInEnvironmentTest {
  private static final Map<String, String> EVERYTHING =
      Map.ofEntries(
          Map.entry("AZURE_TENANT_ID", "tenant"),
          Map.entry("AZURE_CLIENT_ID", "client"),
          Map.entry("PARTNER_CENTER_REFRESH_TOKEN", "s3cret-refresh"),
          Map.entry("AZURE_CLIENT_SECRET", "s3cret-client"),
          Map.entry("AZURE_CLIENT_CERTIFICATE_PATH", "/c.pem"),
          Map.entry("AZURE_CLIENT_CERTIFICATE_PASSWORD", "s3cret-password"),
          Map.entry("AZURE_FEDERATED_TOKEN_FILE", "/t"),
          Map.entry("ACTIONS_ID_TOKEN_REQUEST_URL", "https://actions.example/?a=b"),
          Map.entry("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "s3cret-actions"),
          Map.entry("IDENTITY_ENDPOINT", "http://localhost/"));

  private final List<String> messages = new ArrayList<>();

  private SignInMethod method(Map<String, String> variables, String way) throws SignInException {
    return new SignInEnvironment(variables, messages::add)
        .method(Optional.ofNullable(way).map(SignInWay::named));
  }

  private String failure(Map<String, String> variables, String way) {
    return assertThrows(SignInException.class, () -> method(variables, way)).getMessage();
  }

  private static String kind(SignInMethod method) {
    return method instanceof SignInMethod.ServicePrincipal principal
        ? principal.proof().getClass().getSimpleName()
        : method.getClass().getSimpleName();
  }

  @Test
  void wayIsFoundInTheDocumentedOrder() throws Exception {
    Map<String, String> variables = new HashMap<>(EVERYTHING);
    List<String> found = new ArrayList<>();
    for (String next :
        List.of(
            "PARTNER_CENTER_REFRESH_TOKEN",
            "AZURE_CLIENT_SECRET",
            "AZURE_CLIENT_CERTIFICATE_PATH",
            "AZURE_FEDERATED_TOKEN_FILE",
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            "IDENTITY_ENDPOINT")) {
      found.add(kind(method(variables, null)));
      variables.remove(next);
    }
    assertEquals(
        List.of(
            "RefreshToken",
            "SharedSecret",
            "Certificate",
            "FederatedTokenFile",
            "GitHubActionsToken",
            "ManagedIdentity"),
        found);
    assertTrue(failure(variables, null).startsWith("There is no access token: set "));
  }

  @ParameterizedTest
  @CsvSource({
    "refresh-token, RefreshToken",
    "client-secret, SharedSecret",
    "CLIENT-CERTIFICATE, Certificate",
    "federated-token, FederatedTokenFile",
    "github-actions, GitHubActionsToken",
    "managed-identity, ManagedIdentity",
    "device-code, DeviceCode",
    "interactive, InteractiveBrowser"
  })
  void chosenWayIsTakenWhateverElseIsSet(String way, String kind) throws Exception {
    SignInMethod method = method(EVERYTHING, way);

    assertEquals(kind, kind(method));
    assertFalse(method.toString().contains("s3cret"), method.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "client-secret, AZURE_TENANT_ID and AZURE_CLIENT_ID and AZURE_CLIENT_SECRET",
    "client-certificate, AZURE_TENANT_ID and AZURE_CLIENT_ID and AZURE_CLIENT_CERTIFICATE_PATH",
    "federated-token, AZURE_TENANT_ID and AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE",
    "refresh-token, AZURE_CLIENT_ID"
  })
  void missingVariablesAreNamed(String way, String names) {
    assertEquals(
        "To sign in with " + way + ", set " + names + " as well.",
        failure(Map.of("AZURE_CLIENT_SECRET", " "), way));
  }

  @Test
  void variableThatDescribesAWayAsksForTheOthersItNeeds() {
    assertEquals(
        "To sign in with client-secret, set AZURE_TENANT_ID as well.",
        failure(Map.of("AZURE_CLIENT_SECRET", "x", "AZURE_CLIENT_ID", "y"), null));
  }

  @Test
  void userSignsInToTheOriginalsApplicationUnlessAnotherIsNamed() throws Exception {
    SignInMethod.DeviceCode method = (SignInMethod.DeviceCode) method(Map.of(), "device-code");

    assertEquals(
        new Application("organizations", "04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
        method.application());
  }

  @Test
  void newRefreshTokenTakesThePlaceOfTheOldOneInItsFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "old\n");
    SignInMethod.RefreshToken method =
        (SignInMethod.RefreshToken)
            method(
                Map.of(
                    "AZURE_CLIENT_ID", "c", "PARTNER_CENTER_REFRESH_TOKEN_FILE", file.toString()),
                null);
    assertEquals("old", method.refreshToken().text());

    method.onNewRefreshToken().accept(new Secret("new"));

    assertEquals("new", Files.readString(file));
    assertEquals(1, directory.toFile().list().length);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertEquals(2, Files.getPosixFilePermissions(file).size());
    }
    assertEquals(List.of(), messages);
  }

  @Test
  void refreshTokenFileThatCannotBeReplacedIsTold(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "old");
    SignInMethod.RefreshToken method =
        (SignInMethod.RefreshToken)
            method(
                Map.of(
                    "AZURE_CLIENT_ID", "c", "PARTNER_CENTER_REFRESH_TOKEN_FILE", file.toString()),
                null);
    Files.delete(file);

    method.onNewRefreshToken().accept(new Secret("s3cret"));

    assertTrue(messages.get(0).startsWith("The new refresh token could not be written"));
    assertFalse(messages.get(0).contains("s3cret"));
  }

  @Test
  void authorityIsTheCloudsUnlessAnotherHostIsNamed() throws Exception {
    assertEquals(
        Cloud.AzureChinaCloud.authority(),
        new SignInEnvironment(Map.of(), messages::add).authority(Cloud.AzureChinaCloud));

    Authority own =
        new SignInEnvironment(
                Map.of("AZURE_AUTHORITY_HOST", "https://localhost:8443/"), messages::add)
            .authority(Cloud.AzureCloud);
    assertEquals("https://localhost:8443/t/", own.ofTenant("t"));
    assertFalse(own.isKnown());
    assertEquals("https://api.partnercenter.microsoft.com/.default", own.scope());

    assertTrue(own.at("login.microsoftonline.us").isKnown());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example",
        "https://u:p@h",
        "https://h/path",
        "https://h?a",
        ":",
        "/"
      })
  void authorityThatIsNoHttpsHostIsRefused(String address) {
    assertThrows(SignInException.class, () -> Cloud.AzureCloud.authority().at(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://actions.example/?a=b",
        "HTTPS://actions.example:8443/t",
        "http://localhost:80/t",
        "http://127.0.0.1:80/t",
        "http://[::1]:80/t"
      })
  void addressOfGitHubActionsIsTakenAsItIs(String address) throws Exception {
    SignInMethod.ServicePrincipal method =
        (SignInMethod.ServicePrincipal) method(withGitHubAt(address), "github-actions");

    assertEquals(address, ((Proof.GitHubActionsToken) method.proof()).requestAddress().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://s3cret.example/t",
        "http://localhost.s3cret.example/t",
        "http://127.0.0.1.s3cret.example/t",
        "s3cret.example",
        "/t?s3cret",
        "https:s3cret",
        "https://s3cret@actions.example/",
        "https://actions.example/#s3cret",
        "file:///s3cret",
        "https://act ions/s3cret",
        "https:///s3cret",
        "https://a_b/s3cret"
      })
  void addressThatGitHubsTokenMayNotGoToIsRefusedWithoutRepeatingIt(String address) {
    String message = failure(withGitHubAt(address), "github-actions");

    assertEquals(
        "ACTIONS_ID_TOKEN_REQUEST_URL must be the https address that GitHub Actions sets, or an"
            + " http one on this machine: the request token goes there.",
        message);
  }

  private static Map<String, String> withGitHubAt(String address) {
    Map<String, String> variables = new HashMap<>(EVERYTHING);
    variables.put("ACTIONS_ID_TOKEN_REQUEST_URL", address);
    return variables;
  }

  @ParameterizedTest
  @ValueSource(strings = {"azureGermanCloud", "AZUREPPE"})
  void retiredCloudIsSaidToBeRetired(String name) {
    assertEquals(
        "AzureGermanCloud was closed in 2021, and AzurePPE is open to Microsoft only; there are"
            + " AzureCloud, AzureChinaCloud, AzureUSGovernment",
        assertThrows(IllegalArgumentException.class, () -> Cloud.named(name)).getMessage());
  }

  @Test
  void cloudIsFoundInAnyCase() {
    assertEquals(Cloud.AzureUSGovernment, Cloud.named("azureusgovernment"));
    assertThrows(IllegalArgumentException.class, () -> Cloud.named("AzureMoon"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.partner.microsoftonline.cn", "https://login.chinacloudapi.cn/"})
  void bothNamesOfChinasIdentityServiceAreKnown(String address) throws Exception {
    Authority authority = Cloud.AzureCloud.authority().at(address);

    assertTrue(authority.isKnown());
    assertEquals("api://AzureADTokenExchangeChina", authority.tokenExchange());
  }

  /** MSAL4J's own way fails where there is no desktop, and says no address. */
  @Test
  void aUserWithoutADesktopIsToldTheAddressToOpen() throws Exception {
    SignInMethod method = method(EVERYTHING, "interactive");

    assertEquals(
        SystemBrowser.class, ((SignInMethod.InteractiveBrowser) method).browser().getClass());
  }
}
