package io.github.partnercart;

import static io.github.partnercart.Commands.getCart;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.sandbox.Sandbox;
import io.github.partnercart.sandbox.SandboxOptions;
import io.github.partnercart.signin.FakeIdentityService;
import io.github.partnercart.signin.SignInWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process signs in by itself: once for all commands, only when needed, and keeps secrets. */
@Isolated
class SignInIT {
  private static final String SECRET = "s3cret-client-value";

  @TempDir private Path directory;
  private FakeIdentityService service;
  private Sandbox sandbox;
  private Path trust;

  @BeforeEach
  void start() throws Exception {
    service = FakeIdentityService.start();
    sandbox = Sandbox.start(new SandboxOptions(0, null, 0, 0));
    trust = directory.resolve("trust.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("service", service.certificate());
    try (var out = Files.newOutputStream(trust)) {
      store.store(out, "changeit".toCharArray());
    }
  }

  @AfterEach
  void stop() {
    sandbox.close();
    service.close();
  }

  private PartnerCartProcess.Setup process(String... more) {
    String[] arguments =
        IntStream.range(0, more.length + 2)
            .mapToObj(
                i -> i == 0 ? "--endpoint" : i == 1 ? sandbox.address().toString() : more[i - 2])
            .toArray(String[]::new);
    return PartnerCartProcess.with(arguments)
        .environment("AZURE_AUTHORITY_HOST", service.address())
        .environment("AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111")
        .environment("AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222")
        .javaOptions(
            "-Djavax.net.ssl.trustStore=" + trust + " -Djavax.net.ssl.trustStorePassword=changeit");
  }

  private static String manyCarts() {
    return IntStream.range(0, 40)
        .mapToObj(i -> Commands.newCart(Commands.lineItem("")))
        .collect(Collectors.joining("\n"));
  }

  private static JsonObject members(JsonObject object, String... names) {
    JsonObject some = new JsonObject();
    for (String name : names) {
      some.add(name, object.get(name));
    }
    return some;
  }

  @Test
  void fortyCommandsShareOneToken() throws Exception {
    PartnerCartProcess.Output output =
        process("--concurrency", "20").environment("AZURE_CLIENT_SECRET", SECRET).run(manyCarts());

    assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
    assertEquals(40, output.answers().size());
    assertEquals(1, service.tokenForms.size());
    assertEquals("", output.stderr());
  }

  @Test
  void failedSignInIsAnsweredOnEachCommandAndEndsWithThree() throws Exception {
    service.answerNext(
        FakeIdentityService.refusal(
            401,
            "invalid_client",
            "AADSTS7000215: Invalid client secret provided. Trace ID:"
                + " 7f9c1e0e-0d4e-4d3d-9a70-6a5a1b2c3d4e Timestamp: 2026-11-23 09:00:01Z"));
    PartnerCartProcess.Output output =
        process()
            .environment("AZURE_CLIENT_SECRET", SECRET)
            .run(getCart("a") + "\n" + getCart("b"));

    assertEquals(3, output.exitCode(), output.stdout() + output.stderr());
    for (JsonObject answer : output.answers()) {
      JsonObject error = answer.getAsJsonObject("Error");
      assertEquals("NotSignedIn", error.get("ErrorId").getAsString());
      assertEquals("NotSent", error.get("Outcome").getAsString());
      assertTrue(error.get("Message").getAsString().startsWith("AADSTS7000215: Invalid client"));
      assertEquals(
          "{\"RecommendedAction\":\"Give the secret's value, not its id. Then repeat the command:"
              + " nothing was sent.\",\"StatusCode\":401,\"ServiceCode\":\"AADSTS7000215\",\"ServiceDescription\":\"AADSTS7000215:"
              + " Invalid client secret"
              + " provided.\",\"OAuthError\":\"invalid_client\",\"CorrelationId\":\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\",\"TraceId\":\"7f9c1e0e-0d4e-4d3d-9a70-6a5a1b2c3d4e\",\"Timestamp\":\"2026-11-23T09:00:01Z\"}",
          members(
                  error,
                  "RecommendedAction",
                  "StatusCode",
                  "ServiceCode",
                  "ServiceDescription",
                  "OAuthError",
                  "CorrelationId",
                  "TraceId",
                  "Timestamp")
              .toString());
    }
    assertEquals(1, service.tokenForms.size());
    assertEquals("", output.stderr());
  }

  private static void assertNoneIn(PartnerCartProcess.Output output, Collection<String> secrets) {
    String written = output.stdout() + output.stderr();
    for (String secret : secrets) {
      int place = written.indexOf(secret);
      assertTrue(
          place < 0,
          () -> secret + " in: " + written.substring(Math.max(0, place - 300), place + 50));
    }
  }

  @Test
  void answerThatIsCutOffIsNotShown() throws Exception {
    service.answerNext(FakeIdentityService.json(200, "{\"access_token\":\"access-lost"));

    assertNoneIn(
        process("--log-level", "trace").environment("AZURE_CLIENT_SECRET", SECRET).run(manyCarts()),
        List.of(SECRET, "access-lost"));
  }

  /** GitHub's and a machine's token service, which repeats what it gets where it says no. */
  private MockWebServer tokenService(boolean refuses) throws IOException {
    MockWebServer tokens = new MockWebServer();
    tokens.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return FakeIdentityService.json(
                refuses ? 400 : 200,
                refuses
                    ? "{\"statusCode\":400,\"message\":\""
                        + request.getHeaders().toString().replaceAll("[\\r\\n\"]", " ")
                        + "\"}"
                    : "{\"value\":\"s3cret.of.github\",\"access_token\":\"s3cret-of-machine\",\"token_type\":\"Bearer\",\"resource\":\"r\",\"expires_on\":\"4102444800\"}");
          }
        });
    tokens.start();
    return tokens;
  }

  private Path pfx() throws Exception {
    HeldCertificate certificate = new HeldCertificate.Builder().rsa2048().build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "a",
        certificate.keyPair().getPrivate(),
        "s3cret-password".toCharArray(),
        new Certificate[] {certificate.certificate()});
    Path file = directory.resolve("certificate.pfx");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "s3cret-password".toCharArray());
    }
    return file;
  }

  private Map<String, String> settings(SignInWay way, MockWebServer tokens) throws Exception {
    String address = "http://localhost:" + tokens.getPort() + "/token";
    return switch (way) {
      case REFRESH_TOKEN ->
          Map.of("PARTNER_CENTER_REFRESH_TOKEN", "s3cret-refresh", "AZURE_CLIENT_SECRET", SECRET);
      case CLIENT_SECRET -> Map.of("AZURE_CLIENT_SECRET", SECRET);
      case CLIENT_CERTIFICATE ->
          Map.of(
              "AZURE_CLIENT_CERTIFICATE_PATH",
              pfx().toString(),
              "AZURE_CLIENT_CERTIFICATE_PASSWORD",
              "s3cret-password");
      case FEDERATED_TOKEN ->
          Map.of(
              "AZURE_FEDERATED_TOKEN_FILE",
              Files.writeString(directory.resolve("federated"), "s3cret.of.kubernetes").toString());
      case GITHUB_ACTIONS ->
          Map.of(
              "ACTIONS_ID_TOKEN_REQUEST_URL",
              address,
              "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
              "s3cret-of-job");
      case MANAGED_IDENTITY ->
          Map.of("IDENTITY_ENDPOINT", address, "IDENTITY_HEADER", "s3cret-header");
      case DEVICE_CODE, INTERACTIVE -> Map.of();
    };
  }

  /** All that the identity service was sent as proof. */
  private Set<String> proofs() {
    return service.tokenForms.stream()
        .flatMap(form -> form.entrySet().stream())
        .filter(
            field ->
                Set.of("client_secret", "client_assertion", "refresh_token", "device_code")
                    .contains(field.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERACTIVE")
  void nothingThatIsWrittenHoldsASecret(SignInWay way) throws Exception {
    for (boolean isRefused : new boolean[] {false, true}) {
      if (isRefused) {
        service.repeatNext();
      }
      try (MockWebServer tokens = tokenService(isRefused && way == SignInWay.MANAGED_IDENTITY)) {
        PartnerCartProcess.Setup process =
            process("--log-level", "trace", "--sign-in", way.toString());
        settings(way, tokens).forEach(process::environment);

        PartnerCartProcess.Output output = process.run(Commands.newCart(Commands.lineItem("")));

        assertEquals(isRefused ? 3 : 0, output.exitCode(), output.stdout());
        assertEquals(isRefused, output.stdout().contains("***"), output.stdout());
        Set<String> secrets = proofs();
        secrets.addAll(List.of("s3cret", "access-1", "access-2", "refresh-1", "refresh-2"));
        assertNoneIn(output, secrets);
      }
    }
  }

  @Test
  void secretsOfConnectAreNotWrittenEither() throws Exception {
    service.repeatNext();
    service.repeatNext();
    service.repeatNext();
    String pfx = Base64.getEncoder().encodeToString(Files.readAllBytes(pfx()));
    String certificate =
        "\"Tenant\":\"t\",\"ApplicationId\":\"22222222-2222-2222-2222-222222222222\","
            + "\"CertificatePassword\":\"s3cret-password\",\"CertificatePfx\":";
    String application =
        "\"Credential\":{\"UserName\":\"22222222-2222-2222-2222-222222222222\",\"Password\":\"s3cret+/&\\\"\u00e9\"}";

    PartnerCartProcess.Output output =
        process("--log-level", "trace")
            .run(
                Stream.of(
                        "\"RefreshToken\":\"s3cret-refresh\"," + application,
                        "\"ServicePrincipal\":true,\"Tenant\":\"t\"," + application,
                        certificate + "\"" + pfx + "\"",
                        certificate + "\"s3cret no PFX\"",
                        "\"AccessToken\":\"s3cret not a token\"",
                        "\"AccessToken\":\"s3cret-access\"")
                    .map(
                        parameters ->
                            "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{"
                                + parameters
                                + "}}\n")
                    .collect(Collectors.joining()));

    assertEquals(6, output.answers().size());
    assertEquals(3, service.tokenForms.size());
    Set<String> secrets = proofs();
    secrets.addAll(List.of("s3cret", pfx.substring(0, 40)));
    assertNoneIn(output, secrets);
  }

  /** A process that keeps tokens in files, as no keyring answers it. */
  private PartnerCartProcess.Setup cachingProcess(String... more) {
    return process(
            Stream.concat(
                    Stream.of("--token-cache", directory.resolve("cache").toString()),
                    Stream.of(more))
                .toArray(String[]::new))
        .environment("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void processesAtOnceShareOneToken() throws Exception {
    List<PartnerCartProcess> processes = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        PartnerCartProcess process =
            cachingProcess().environment("AZURE_CLIENT_SECRET", SECRET).start();
        processes.add(process);
        process.write(Commands.newCart(Commands.lineItem("")) + "\n");
      }
      for (PartnerCartProcess process : processes) {
        assertEquals("Active", process.nextAnswer().get("Status").getAsString());
        process.closeInput();
        assertEquals("", process.end().stderr());
      }
    } finally {
      processes.forEach(PartnerCartProcess::close);
    }

    assertEquals(1, service.tokenForms.size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void userWhoSignedInInAnEarlierRunIsNotAskedAgain() throws Exception {
    service.answerNext(
        FakeIdentityService.json(
            200, service.token().replace("\"expires_in\":3600", "\"expires_in\":1")));
    List<String> prompts = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      PartnerCartProcess.Output output =
          cachingProcess("--sign-in", "device-code").run(Commands.newCart(Commands.lineItem("")));
      assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
      prompts.add(output.stderr().strip());
    }

    assertEquals(
        List.of("Go to https://microsoft.com/devicelogin and enter USERCODE.", "", ""), prompts);
    assertEquals("device-code", service.tokenForms.remove().get("device_code"));
    assertEquals("refresh-1", service.tokenForms.remove().get("refresh_token"));
    assertEquals(0, service.tokenForms.size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void disconnectForgetsTheCachedTokens() throws Exception {
    for (int run = 0; run < 2; run++) {
      PartnerCartProcess.Output output =
          cachingProcess()
              .environment("AZURE_CLIENT_SECRET", SECRET)
              .run(
                  Commands.newCart(Commands.lineItem(""))
                      + "\n{\"Command\":\"Disconnect-PartnerCenter\"}");
      assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
    }

    assertEquals(2, service.tokenForms.size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void cacheThatOthersCanReadIsRefusedWithWhatToDo() throws Exception {
    Files.createDirectory(
        directory.resolve("cache"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    PartnerCartProcess.Output output =
        cachingProcess()
            .environment("AZURE_CLIENT_SECRET", SECRET)
            .run(Commands.newCart(Commands.lineItem("")));

    assertEquals(3, output.exitCode());
    assertTrue(output.stdout().contains("chmod 700"), output.stdout());
    assertEquals(0, service.requests.size());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tokenFromTheCacheIsUsedWithoutLoadingMsal() throws Exception {
    cachingProcess().environment("AZURE_CLIENT_SECRET", SECRET).run(manyCarts());
    PartnerCartProcess.Output output =
        cachingProcess()
            .environment("AZURE_CLIENT_SECRET", SECRET)
            .javaOptions("-Xlog:class+load:stderr")
            .run(manyCarts());

    assertEquals(0, output.exitCode(), output.stdout());
    assertFalse(output.stderr().contains("com.microsoft.aad.msal4j."));
    assertEquals(1, service.tokenForms.size());
  }

  @Test
  void deviceCodeIsShownOnStandardError() throws Exception {
    PartnerCartProcess.Output output = process("--sign-in", "device-code").run(manyCarts());

    assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
    assertEquals(
        "Go to https://microsoft.com/devicelogin and enter USERCODE.", output.stderr().strip());
  }

  @Test
  void stoppedDeviceCodeIsAskedForNoMore() throws Exception {
    for (int i = 0; i < 100; i++) {
      service.answerNext(
          FakeIdentityService.refusal(400, "authorization_pending", "AADSTS70016: Pending."));
    }
    try (PartnerCartProcess process = process().start()) {
      process.write(
          "{\"Id\":1,\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"UseDeviceAuthentication\":true}}\n");
      assertNotNull(service.tokenForms.poll(60, TimeUnit.SECONDS));
      process.write(
          "{\"Id\":2,\"Command\":\"Stop-PartnerCartCommand\",\"Parameters\":{\"Id\":1}}\n");
      String answers =
          process.nextAnswer() + " " + process.nextAnswer() + " " + process.nextAnswer();
      assertTrue(answers.contains("enter USERCODE."), answers);
      assertTrue(answers.contains("OperationStopped"), answers);

      // One poll may have been under way, and the next would come a second later.
      service.tokenForms.poll(2, TimeUnit.SECONDS);
      assertNull(service.tokenForms.poll(3, TimeUnit.SECONDS));
    }
  }

  @Test
  void connectSignsInForTheCommandsAfterItAndHandsTheNewRefreshTokenBack() throws Exception {
    PartnerCartProcess.Output output =
        process()
            .run(
                "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"RefreshToken\":\"refresh-0\",\"Credential\":{\"UserName\":\"22222222-2222-2222-2222-222222222222\",\"Password\":\""
                    + SECRET
                    + "\"}}}\n"
                    + Commands.newCart(Commands.lineItem("")));

    assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
    assertEquals("refresh-1", output.answers().get(0).get("RefreshToken").getAsString());
    assertEquals("Active", output.answers().get(1).get("Status").getAsString());
    assertFalse((output.stdout() + output.stderr()).contains(SECRET));
  }

  @Test
  void runWithAGivenTokenLoadsNothingOfMsal() throws Exception {
    PartnerCartProcess.Output output =
        PartnerCartProcess.with("--endpoint", sandbox.address().toString())
            .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
            .environment("AZURE_CLIENT_SECRET", SECRET)
            .javaOptions("-Xlog:class+load:stderr")
            .run(manyCarts());

    assertEquals(0, output.exitCode(), output.stdout());
    assertTrue(output.stderr().contains("io.github.partnercart.signin.GivenAccessToken"));
    assertFalse(output.stderr().contains("msal"));
    assertFalse(output.stderr().contains("com.sun.jna"));
  }

  @Test
  void sandboxNeedsNoIdentityService() throws Exception {
    PartnerCartProcess.Output output =
        PartnerCartProcess.with("--sandbox")
            .run(
                "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":{\"UseDeviceAuthentication\":true}}\n"
                    + Commands.newCart(Commands.lineItem("")));

    assertEquals(0, output.exitCode(), output.stdout() + output.stderr());
    assertEquals(2, output.answers().size());
  }
}
