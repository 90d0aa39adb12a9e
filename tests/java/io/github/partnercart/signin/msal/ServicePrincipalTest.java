package io.github.partnercart.signin.msal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.FakeIdentityService;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.Refusal;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications sign in through the real MSAL4J at an identity service over real TLS. */
@Isolated
class ServicePrincipalTest {
  private static final String SECRET = "s3cret-value";
  private static final Application APPLICATION =
      new Application(
          "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222");

  @TempDir private Path directory;
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

  private TokenRequest requestOf(Proof proof) throws SignInException {
    return requestOf(new SignInMethod.ServicePrincipal(APPLICATION, proof));
  }

  private TokenRequest requestOf(SignInMethod method) throws SignInException {
    return new MsalTokenRequests(
            ProxySelector.getDefault(),
            new JdkHttpClient.Patience(Duration.ofSeconds(5), Duration.ofMillis(5)))
        .of(method, authority);
  }

  private TokenRequest withSecret() throws SignInException {
    return requestOf(new Proof.SharedSecret(new Secret(SECRET)));
  }

  private String tokenAddress() {
    return service.address() + "/" + APPLICATION.tenant() + "/oauth2/v2.0/token";
  }

  private SignInException failure(TokenRequest request) {
    SignInException e =
        assertThrows(SignInException.class, () -> request.request(null, Optional.empty()));
    assertFalse(e.getMessage().contains(SECRET), e.getMessage());
    return e;
  }

  private static HeldCertificate certificate() {
    return new HeldCertificate.Builder().rsa2048().build();
  }

  private Path pem(HeldCertificate certificate) throws Exception {
    return Files.writeString(
        directory.resolve("certificate.pem"),
        certificate.privateKeyPkcs8Pem() + certificate.certificatePem());
  }

  @Test
  void secretBringsATokenForPartnerCenter() throws Exception {
    IssuedToken token = withSecret().request(null, Optional.empty());

    assertEquals("access-1", token.token().text());
    assertTrue(Duration.between(Instant.now(), token.expiresOn()).toMinutes() >= 58);
    Map<String, String> form = service.tokenForms.remove();
    assertEquals("client_credentials", form.get("grant_type"));
    assertEquals(APPLICATION.clientId(), form.get("client_id"));
    assertEquals(SECRET, form.get("client_secret"));
    // MSAL4J asks for the three others always.
    assertEquals(
        "openid profile offline_access https://api.partnercenter.microsoft.com/.default",
        form.get("scope"));
  }

  @Test
  void eachRequestReachesTheService() throws Exception {
    TokenRequest request = withSecret();
    request.request(null, Optional.empty());

    assertEquals("access-2", request.request(null, Optional.empty()).token().text());
  }

  @Test
  void claimsOfAChallengeArePassedOn() throws Exception {
    withSecret()
        .request(
            "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1604106651\"}}}",
            Optional.empty());

    String claims = service.tokenForms.remove().get("claims");
    assertTrue(claims.contains("1604106651"), claims);
  }

  @Test
  void pemCertificateSignsTheAssertion() throws Exception {
    HeldCertificate certificate = certificate();
    requestOf(new Proof.Certificate(pem(certificate), new Secret("")))
        .request(null, Optional.empty());

    Map<String, String> form = service.tokenForms.remove();
    assertEquals(
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        form.get("client_assertion_type"));
    FakeIdentityService.assertSigned(
        form.get("client_assertion"),
        certificate.certificate(),
        APPLICATION.clientId(),
        tokenAddress());
  }

  private Path pfx(HeldCertificate certificate, String password) throws Exception {
    Path file = directory.resolve("certificate.pfx");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "a",
        certificate.keyPair().getPrivate(),
        password.toCharArray(),
        new Certificate[] {certificate.certificate()});
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, ""})
  void pfxCertificateSignsTheAssertion(String password) throws Exception {
    HeldCertificate certificate = certificate();
    requestOf(new Proof.Certificate(pfx(certificate, password), new Secret(password)))
        .request(null, Optional.empty());

    FakeIdentityService.assertSigned(
        service.tokenForms.remove().get("client_assertion"),
        certificate.certificate(),
        APPLICATION.clientId(),
        tokenAddress());
  }

  @Test
  void wrongPasswordOfAPfxIsSaidToBeWrong() throws Exception {
    TokenRequest request =
        requestOf(new Proof.Certificate(pfx(certificate(), "other"), new Secret(SECRET)));

    assertTrue(failure(request).getMessage().contains("its password is wrong"));
    assertEquals(0, service.requests.size());
  }

  @Test
  void encryptedPemKeyIsDecrypted() throws Exception {
    HeldCertificate certificate = certificate();
    Path plain = pem(certificate);
    Path encrypted = directory.resolve("encrypted.pem");
    Process openssl =
        new ProcessBuilder(
                "openssl", "pkcs8", "-topk8", "-in", plain.toString(), "-passout", "pass:" + SECRET)
            .redirectOutput(encrypted.toFile())
            .start();
    assertTrue(openssl.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue());
    Files.writeString(encrypted, Files.readString(encrypted) + certificate.certificatePem());

    requestOf(new Proof.Certificate(encrypted, new Secret(SECRET))).request(null, Optional.empty());
    assertTrue(
        failure(requestOf(new Proof.Certificate(encrypted, new Secret("other"))))
            .getMessage()
            .contains("its password is wrong"));
  }

  @Test
  void expiredCertificateIsSaidToBeExpired() throws Exception {
    HeldCertificate expired =
        new HeldCertificate.Builder()
            .rsa2048()
            .validityInterval(1_000L, 1_000_000_000_000L)
            .build();

    String message =
        failure(requestOf(new Proof.Certificate(pem(expired), new Secret("")))).getMessage();

    assertTrue(message.contains("the certificate expired on 2001-09-09T01:46:40Z"), message);
    assertEquals(0, service.requests.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void fileThatIsNoCertificateIsNamed(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("c"), content);

    String message = failure(requestOf(new Proof.Certificate(file, new Secret("")))).getMessage();

    assertTrue(message.contains(file.toString()), message);
  }

  @Test
  void pfxOfAKeyWithoutItsCertificateIsSaidToLackIt() throws Exception {
    Path file = directory.resolve("key.pfx");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "pkcs12",
                "-export",
                "-nocerts",
                "-inkey",
                pem(certificate()).toString(),
                "-out",
                file.toString(),
                "-passout",
                "pass:" + SECRET)
            .start();
    assertTrue(openssl.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, openssl.exitValue());

    assertEquals(
        "The certificate file "
            + file
            + " can't be used: it must hold a certificate and its private key.",
        failure(requestOf(new Proof.Certificate(file, new Secret(SECRET)))).getMessage());
  }

  /** PBES2 without its parameters, and an algorithm that does not exist. */
  @ParameterizedTest
  @ValueSource(strings = {"3010300b06092a864886f70d01050d040100", "300a300506032a0304040100"})
  void keyInAnUnknownEncryptionIsToldFromAWrongPassword(String der) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("c"),
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(der))
                + "\n-----END ENCRYPTED PRIVATE KEY-----\n"
                + certificate().certificatePem());

    assertEquals(
        "The certificate file "
            + file
            + " can't be used: its key is encrypted in a way that is not known here; convert it"
            + " with openssl pkcs8 -topk8.",
        failure(requestOf(new Proof.Certificate(file, new Secret(SECRET)))).getMessage());
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("c"),
            certificate().privateKeyPkcs8Pem() + certificate().certificatePem());

    assertTrue(
        failure(requestOf(new Proof.Certificate(file, new Secret(""))))
            .getMessage()
            .contains("does not belong to its private key"));
  }

  @Test
  void replacedFederatedTokenIsReadAgain() throws Exception {
    Path file = Files.writeString(directory.resolve("t"), "first.token.x\n");
    TokenRequest request = requestOf(new Proof.FederatedTokenFile(file));
    request.request(null, Optional.empty());
    Files.writeString(file, "second.token.x");
    request.request(null, Optional.empty());

    assertEquals("first.token.x", service.tokenForms.remove().get("client_assertion"));
    assertEquals("second.token.x", service.tokenForms.remove().get("client_assertion"));
  }

  @Test
  void missingFederatedTokenFileIsNamed() throws Exception {
    String message =
        failure(requestOf(new Proof.FederatedTokenFile(directory.resolve("none")))).getMessage();

    assertTrue(message.contains(directory.resolve("none").toString()), message);
  }

  @Test
  void gitHubActionsTokenIsExchanged() throws Exception {
    try (MockWebServer actions = new MockWebServer()) {
      actions.enqueue(FakeIdentityService.json(200, "{\"value\":\"github.token.x\"}"));
      actions.start();
      requestOf(
              new Proof.GitHubActionsToken(
                  URI.create("http://localhost:" + actions.getPort() + "/token?api-version=2"),
                  new Secret(SECRET)))
          .request(null, Optional.empty());

      RecordedRequest request = actions.takeRequest();
      assertEquals("/token?api-version=2&audience=api://AzureADTokenExchange", request.getTarget());
      assertEquals("Bearer " + SECRET, request.getHeaders().get("Authorization"));
      assertEquals("github.token.x", service.tokenForms.remove().get("client_assertion"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AzureCloud, api://AzureADTokenExchange",
    "AzureChinaCloud, api://AzureADTokenExchangeChina",
    "AzureUSGovernment, api://AzureADTokenExchangeUSGov"
  })
  void gitHubActionsTokenIsAskedForByTheNameOfTheCloud(Cloud cloud, String audience)
      throws Exception {
    authority = cloud.authority();
    try (MockWebServer actions = new MockWebServer()) {
      // No token, so that no cloud is asked.
      actions.enqueue(FakeIdentityService.json(403, "{}"));
      actions.start();

      failure(
          requestOf(
              new Proof.GitHubActionsToken(
                  URI.create("http://localhost:" + actions.getPort() + "/"), new Secret(SECRET))));

      assertEquals(audience, actions.takeRequest().getUrl().queryParameter("audience"));
    }
  }

  @Test
  void gitHubActionsWithoutPermissionSaysWhichOne() throws Exception {
    try (MockWebServer actions = new MockWebServer()) {
      actions.enqueue(FakeIdentityService.json(403, "{}"));
      actions.start();

      assertTrue(
          failure(
                  requestOf(
                      new Proof.GitHubActionsToken(
                          URI.create("http://localhost:" + actions.getPort() + "/"),
                          new Secret(SECRET))))
              .getMessage()
              .endsWith("The job needs the permission id-token: write."));
    }
  }

  @Test
  void refusalIsToldInTheServicesWordsWithWhatToDo() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(
            401,
            "invalid_client",
            "AADSTS7000215: Invalid client secret provided. Trace ID: "
                + "7f9c1e0e-0d4e-4d3d-9a70-6a5a1b2c3d4e Correlation ID:"
                + " 3f2504e0-4f89-41d3-9a0c-0305e82c3301 Timestamp: 2026-11-23 09:00:01Z\r\nmore"));

    SignInException e = failure(withSecret());

    assertEquals(
        "AADSTS7000215: Invalid client secret provided. Give the secret's value, not its id."
            + " (Correlation id 3f2504e0-4f89-41d3-9a0c-0305e82c3301.)",
        e.getMessage());
    assertEquals(Optional.of("Give the secret's value, not its id."), e.advice());
    assertEquals(
        Optional.of(
            new Refusal(
                401,
                "invalid_client",
                "AADSTS7000215",
                "AADSTS7000215: Invalid client secret provided.",
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "7f9c1e0e-0d4e-4d3d-9a70-6a5a1b2c3d4e",
                Instant.parse("2026-11-23T09:00:01Z"),
                null)),
        e.refusal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AADSTS7000215: No: %s.", "%s", "Trace ID: %s Timestamp: %s"})
  void secretThatTheServiceRepeatsIsNotTold(String words) throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(401, "invalid_client", words.replace("%s", SECRET)));

    SignInException e = failure(withSecret());

    assertFalse(String.valueOf(e.refusal()).contains(SECRET), String.valueOf(e.refusal()));
  }

  @Test
  void idsAndTimesThatAreNoneAreLeftOut() throws Exception {
    service.answerNext(
        FakeIdentityService.json(
            400,
            "{\"error\":\"e\",\"error_description\":\"d Trace ID: 1 Timestamp: 2026-99-99"
                + " 09:00:01Z\",\"correlation_id\":\"c\"}"));

    assertEquals(
        Optional.of(new Refusal(400, "e", null, "d", null, null, null, null)),
        failure(withSecret()).refusal());
  }

  @Test
  void wrongClockIsWhatALateAssertionMeans() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(
            401,
            "invalid_client",
            "AADSTS700024: Client assertion is not within its valid time range."));

    assertTrue(
        failure(requestOf(new Proof.Certificate(pem(certificate()), new Secret(""))))
            .getMessage()
            .contains("Check this machine's clock."));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void busyServiceIsAskedAgain(int status) throws Exception {
    service.answerNext(
        new MockResponse.Builder().code(status).setHeader("Retry-After", "0").body("{}").build());
    service.answerNext(new MockResponse.Builder().code(status).body("").build());

    assertEquals("access-1", withSecret().request(null, Optional.empty()).token().text());
    assertEquals(3, service.tokenForms.size());
  }

  @Test
  void longThrottlingIsToldRatherThanWaitedFor() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(429, "temporarily_unavailable", "AADSTS90055: Busy.")
            .newBuilder()
            .setHeader("Retry-After", "3600")
            .build());

    String message = failure(withSecret()).getMessage();

    assertTrue(message.contains("Repeat the command after 3600 s."), message);
    assertEquals(1, service.tokenForms.size());
  }

  @Test
  void slowServiceIsNotWaitedForForever() throws Exception {
    service.answerNext(
        new MockResponse.Builder().body("{").headersDelay(30, TimeUnit.SECONDS).build());
    Authority slow = authority;

    SignInException e =
        failure(
            new MsalTokenRequests(
                    ProxySelector.getDefault(),
                    new JdkHttpClient.Patience(Duration.ofMillis(500), Duration.ofMillis(1)))
                .of(
                    new SignInMethod.ServicePrincipal(
                        APPLICATION, new Proof.SharedSecret(new Secret(SECRET))),
                    slow));

    assertTrue(e.getMessage().contains("gave no answer"), e.getMessage());
  }

  @Test
  void serviceThatIsDownIsNamed() throws Exception {
    service.stop();

    String message = failure(withSecret()).getMessage();

    assertTrue(message.startsWith("localhost:" + service.port() + " gave no answer"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><body>s3cret-value</body></html>",
        "{\"access_token\":\"s3cret-value",
        "{}",
        "[]",
        "",
        "{\"token_type\":\"Bearer\",\"expires_in\":3600}",
        "{\"token_type\":\"Bearer\",\"expires_in\":\"s3cret-value\",\"access_token\":\"a\"}"
      })
  void answerThatHoldsNoTokenIsAFailureThatRepeatsNothingOfIt(String body) throws Exception {
    service.answerNext(FakeIdentityService.json(200, body));

    String message = failure(withSecret()).getMessage();

    assertTrue(message.startsWith("localhost:" + service.port()), message);
  }

  @Test
  void redirectIsNotFollowed() throws Exception {
    service.answerNext(
        new MockResponse.Builder().code(307).setHeader("Location", service.address()).build());

    failure(withSecret());
    assertEquals(1, service.tokenForms.size());
  }

  @Test
  void microsoftsOwnHostIsReachedThroughTheProxy() throws Exception {
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("login.microsoftonline.com")
            .build();
    SSLContext before = SSLContext.getDefault();
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(certificate)
              .build()
              .sslSocketFactory());
      SSLContext.setDefault(
          new HandshakeCertificates.Builder()
              .addTrustedCertificate(certificate.certificate())
              .build()
              .sslContext());
      proxy.enqueue(new MockResponse.Builder().inTunnel().build());
      proxy.enqueue(
          FakeIdentityService.json(
              200,
              "{\"tenant_discovery_endpoint\":\"https://login.microsoftonline.com/t/v2.0/.well-known/openid-configuration\",\"api-version\":\"1.1\",\"metadata\":[{\"preferred_network\":\"login.microsoftonline.com\",\"preferred_cache\":\"login.windows.net\",\"aliases\":[\"login.microsoftonline.com\",\"login.windows.net\"]}]}"));
      proxy.enqueue(FakeIdentityService.json(200, service.token()));
      proxy.start();
      TokenRequest request =
          new MsalTokenRequests(
                  ProxySelector.of(new InetSocketAddress("localhost", proxy.getPort())),
                  new JdkHttpClient.Patience(Duration.ofSeconds(10), Duration.ofMillis(5)))
              .of(
                  new SignInMethod.ServicePrincipal(
                      APPLICATION, new Proof.SharedSecret(new Secret(SECRET))),
                  Cloud.AzureCloud.authority());

      assertEquals("access-1", request.request(null, Optional.empty()).token().text());
      assertEquals("login.microsoftonline.com:443", proxy.takeRequest().getTarget());
      assertTrue(proxy.takeRequest().getTarget().startsWith("/common/discovery/instance?"));
      assertEquals(
          "/" + APPLICATION.tenant() + "/oauth2/v2.0/token", proxy.takeRequest().getTarget());
    } finally {
      SSLContext.setDefault(before);
    }
  }
}
