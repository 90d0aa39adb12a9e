package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.Jwt;
import io.github.partnercart.ProtocolSchema;
import io.github.partnercart.command.ParameterBindingException.Fault;
import io.github.partnercart.partnercenter.Calls;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.SignIns;
import io.github.partnercart.signin.TokenRequest;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The original's parameter sets, each of which signs in its own way. */
class ConnectPartnerCenterTest {
  private static final String TOKEN =
      Jwt.of("{\"upn\":\"buyer@example.com\",\"oid\":\"o\",\"tid\":\"t\"}");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private SignInMethod method;
  private Authority authority;
  private SignInException failure;
  private boolean prompted;

  private TokenRequest request(SignInMethod givenMethod, Authority givenAuthority) {
    method = givenMethod;
    authority = givenAuthority;
    return (claims, account) -> {
      if (failure != null) {
        throw failure;
      }
      if (method instanceof SignInMethod.RefreshToken refreshToken) {
        refreshToken.onNewRefreshToken().accept(new Secret("refresh-1"));
      }
      if (prompted && method instanceof SignInMethod.DeviceCode deviceCode) {
        deviceCode.prompt().accept("Enter the code.");
      }
      return IssuedToken.of(
          new Secret("access"), Instant.now(), Instant.now().plusSeconds(3600), null);
    };
  }

  private final Sessions session =
      new Sessions(
          new PartnerCenter(
              new PartnerCenter.Settings(
                  Endpoint.of(Cloud.AzureCloud),
                  "en-US",
                  ProxySelector.getDefault(),
                  Limits.inFlight(1),
                  RetrySettings.DEFAULT,
                  false),
              new NoSignIn("before")),
          false,
          Cloud.AzureCloud,
          new SignIns(
              this::request, new SignInEnvironment(Map.of(), message -> {}), message -> {}));

  private JsonObject connect(String parameters, Consumer<String> warnings) throws Exception {
    return connect(parameters, Optional.of(warnings));
  }

  private JsonObject connect(String parameters, Optional<Consumer<String>> warnings)
      throws Exception {
    String json = "{" + parameters.replace('\'', '"') + "}";
    assertEquals(
        List.of(),
        ProtocolSchema.faultsOfCommand(
            "{\"Command\":\"Connect-PartnerCenter\",\"Parameters\":" + json + "}"));
    Cmdlet cmdlet =
        ConnectPartnerCenter.TYPE.bind(JsonParser.parseString(json).getAsJsonObject()).cmdlet();
    return ((Cmdlet.OfSession) cmdlet).invoke(call(warnings));
  }

  private JsonObject connect(String parameters) throws Exception {
    return connect(parameters, Optional.empty());
  }

  private SessionCall call(Optional<Consumer<String>> warnings) {
    return new SessionCall(
        session, session.current(), Calls.within(Duration.ofSeconds(20)), warnings);
  }

  @Test
  void credentialSignsInAnApplication() throws Exception {
    connect(
        "'Credential':{'UserName':'app','Password':'s3cret'},'ServicePrincipal':true,'Tenant':'t'");

    SignInMethod.ServicePrincipal principal = (SignInMethod.ServicePrincipal) method;
    assertEquals("app", principal.application().clientId());
    assertEquals("t", principal.application().tenant());
    assertEquals(new Proof.SharedSecret(new Secret("s3cret")), principal.proof());
    assertFalse(method.toString().contains("s3cret"));
    assertEquals("access", session.current().partnerCenter().accessTokens().accessToken(PATIENCE));
  }

  @Test
  void certificateSignsInAnApplication() throws Exception {
    connect(
        "'ApplicationId':'app','CertificatePath':'/c.pfx','CertificatePassword':'s3cret','Tenant':'t','ServicePrincipal':true");

    assertTrue(
        ((SignInMethod.ServicePrincipal) method).proof() instanceof Proof.Certificate c
            && c.password().text().equals("s3cret"));
  }

  @Test
  void certificateCanBeGivenInsteadOfNamed() throws Exception {
    connect(
        "'ApplicationId':'app','CertificatePfx':'s3cret','CertificatePassword':'p','Tenant':'t'");

    assertEquals(
        new Proof.GivenCertificate(new Secret("s3cret"), new Secret("p")),
        ((SignInMethod.ServicePrincipal) method).proof());
    assertFalse(method.toString().contains("s3cret"));
  }

  @Test
  void environmentIsNotThatOfTheSignInBefore() throws Exception {
    connect("'AccessToken':'a','Environment':'AzureChinaCloud'");
    connect("'UseDeviceAuthentication':true");

    assertEquals(
        Endpoint.of(Cloud.AzureCloud), session.current().partnerCenter().settings().endpoint());
    assertEquals(Cloud.AzureCloud.authority(), authority);
  }

  @Test
  void userIsPromptedWhereTheCommandIsWaitedForAndNeverAfterwards() throws Exception {
    List<String> warnings = new ArrayList<>();
    prompted = true;

    connect("'UseDeviceAuthentication':true", warnings::add);

    assertEquals(List.of("Enter the code."), warnings);
    assertThrows(
        IllegalStateException.class,
        () -> ((SignInMethod.DeviceCode) method).prompt().accept("Enter another code."));
    assertEquals(List.of("Enter the code."), warnings);
  }

  @Test
  void newRefreshTokenIsHandedBack() throws Exception {
    JsonObject context =
        connect(
            "'ApplicationId':'{APP}','RefreshToken':'refresh-0','Credential':{'UserName':'app','Password':'s3cret'},'Environment':'AzureChinaCloud'");

    assertEquals("refresh-1", context.get("RefreshToken").getAsString());
    SignInMethod.RefreshToken refreshToken = (SignInMethod.RefreshToken) method;
    assertEquals("refresh-0", refreshToken.refreshToken().text());
    assertEquals("app", refreshToken.application().clientId());
    assertEquals(Optional.of(new Proof.SharedSecret(new Secret("s3cret"))), refreshToken.proof());
    assertEquals(Cloud.AzureChinaCloud.authority(), authority);
    assertEquals("AzureChinaCloud", context.get("Environment").getAsString());
    assertEquals(
        Endpoint.of(Cloud.AzureChinaCloud),
        session.current().partnerCenter().settings().endpoint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AzureCloud", "AzureChinaCloud", "AzureUSGovernment"})
  void environmentIsShownAlsoWhereSeveralHaveOneAddress(String environment) throws Exception {
    JsonObject context = connect("'AccessToken':'a','Environment':'" + environment + "'");

    assertEquals(environment, context.get("Environment").getAsString());
  }

  @Test
  void newRefreshTokenGoesIntoItsFileEachTimeAndNowhereElse(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "refresh-0\n");
    JsonObject context =
        connect(
            "'ApplicationId':'app','RefreshTokenFile':'"
                + file.toString().replace("\\", "\\\\")
                + "'");

    SignInMethod.RefreshToken refreshToken = (SignInMethod.RefreshToken) method;
    assertEquals("refresh-0", refreshToken.refreshToken().text());
    assertEquals("refresh-1", Files.readString(file));
    assertFalse(context.has("RefreshToken"));
    refreshToken.onNewRefreshToken().accept(new Secret("refresh-2"));
    assertEquals("refresh-2", Files.readString(file));
    assertEquals(Optional.empty(), session.current().newRefreshToken());
  }

  @Test
  void newRefreshTokenThatCannotBeWrittenIsHandedBack(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "refresh-0");
    connect("'ApplicationId':'app','RefreshTokenFile':'" + file.toUri().getPath() + "'");
    Files.delete(file);

    ((SignInMethod.RefreshToken) method).onNewRefreshToken().accept(new Secret("refresh-2"));

    assertEquals(Optional.of(new Secret("refresh-2")), session.current().newRefreshToken());
  }

  @Test
  void refreshTokenThatComesLaterIsHandedBackByDisconnect() throws Exception {
    connect("'ApplicationId':'app','RefreshToken':'refresh-0'");
    ((SignInMethod.RefreshToken) method).onNewRefreshToken().accept(new Secret("refresh-2"));

    JsonObject answer = new DisconnectPartnerCenter().invoke(call(Optional.empty()));

    assertEquals("{\"RefreshToken\":\"refresh-2\"}", answer.toString());
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(answer.toString()));
    connect("'ApplicationId':'app','RefreshToken':'refresh-2'");
    assertEquals(Optional.empty(), session.current().newRefreshToken());
  }

  @Test
  void refreshTokenOfTheAccountBeforeIsHandedBackByTheNextConnect() throws Exception {
    connect("'ApplicationId':'app','RefreshToken':'refresh-0'");
    ((SignInMethod.RefreshToken) method).onNewRefreshToken().accept(new Secret("refresh-2"));

    JsonObject context = connect("'AccessToken':'" + TOKEN + "'");

    assertEquals("refresh-2", context.get("PreviousRefreshToken").getAsString());
    assertEquals(List.of(), ProtocolSchema.faultsOfAnswer(context.toString()));
    assertFalse(connect("'AccessToken':'" + TOKEN + "'").has("PreviousRefreshToken"));
  }

  private static String tokenOf(String tenant) {
    return Jwt.of("{\"tid\":\"" + tenant + "\"}");
  }

  private void assertNobodyIsSignedIn() {
    assertEquals(
        Sessions.LAST_ONE_FAILED,
        assertThrows(
                SignInException.class,
                () -> session.current().partnerCenter().accessTokens().accessToken(PATIENCE))
            .getMessage());
  }

  @Test
  void accessTokenOfAnotherTenantThanTheGivenIsRefused() throws Exception {
    connect("'AccessToken':'before'");

    SignInException e =
        assertThrows(
            SignInException.class,
            () ->
                connect(
                    "'AccessToken':'%s','Tenant':'22222222-2222-2222-2222-22222222222B'"
                        .formatted(tokenOf("11111111-1111-1111-1111-11111111111a"))));

    assertEquals(
        "AccessToken is of the tenant 11111111-1111-1111-1111-11111111111a, but Tenant is"
            + " 22222222-2222-2222-2222-22222222222B: give a token of that tenant, or leave Tenant"
            + " out.",
        e.getMessage());
    assertNobodyIsSignedIn();
  }

  @ParameterizedTest
  @CsvSource({
    "11111111-1111-1111-1111-11111111111a, 11111111-1111-1111-1111-11111111111A",
    "11111111-1111-1111-1111-11111111111a, contoso.onmicrosoft.com",
    "11111111-1111-1111-1111-11111111111a, {11111111-1111-1111-1111-11111111111A}",
    "11111111-1111-1111-1111-11111111111a, {22222222-2222-2222-2222-22222222222b",
    "11111111-1111-1111-1111-11111111111a, 22222222-2222-2222-2222-22222222222b}",
    "t, 11111111-1111-1111-1111-11111111111a"
  })
  void tenantThatMayBeTheTokensIsNoReasonToRefuseIt(String ofToken, String tenant)
      throws Exception {
    JsonObject context =
        connect("'AccessToken':'%s','Tenant':'%s'".formatted(tokenOf(ofToken), tenant));

    assertEquals(ofToken, context.getAsJsonObject("Account").get("Tenant").getAsString());
  }

  @Test
  void opaqueAccessTokenIsTakenForAnyTenant() throws Exception {
    connect("'AccessToken':'opaque','Tenant':'11111111-1111-1111-1111-11111111111a'");

    assertEquals("opaque", session.current().partnerCenter().accessTokens().accessToken(PATIENCE));
  }

  @Test
  void applicationOfAnotherIdThanItsCredentialIsToldOf() throws Exception {
    List<String> warnings = new ArrayList<>();

    connect(
        "'RefreshToken':'refresh-0','ApplicationId':'other','Credential':{'UserName':'app','Password':'s3cret'}",
        warnings::add);

    assertEquals("app", ((SignInMethod.RefreshToken) method).application().clientId());
    assertEquals(
        List.of("ApplicationId other is not used: the Credential is of the application app."),
        warnings);
  }

  @Test
  void theSameHoldsForARefreshTokenFromAFile(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "refresh-0");
    List<String> warnings = new ArrayList<>();

    connect(
        "'RefreshTokenFile':'%s','ApplicationId':'other','Credential':{'UserName':'app','Password':'s3cret'}"
            .formatted(file.toString().replace("\\", "\\\\")),
        warnings::add);

    assertEquals(
        List.of("ApplicationId other is not used: the Credential is of the application app."),
        warnings);
  }

  @Test
  void applicationOfItsCredentialInAnyCaseIsNotToldOf() throws Exception {
    List<String> warnings = new ArrayList<>();

    connect(
        "'RefreshToken':'refresh-0','ApplicationId':'{APP}','Credential':{'UserName':'app','Password':'s3cret'}",
        warnings::add);

    assertEquals(List.of(), warnings);
  }

  @ParameterizedTest
  @CsvSource({"true, DeviceCode", "false, InteractiveBrowser"})
  void userSignsInWithACodeOrABrowser(String device, String kind) throws Exception {
    JsonObject context = connect("'UseDeviceAuthentication':" + device);

    assertEquals(kind, method.getClass().getSimpleName());
    assertFalse(context.has("RefreshToken"));
  }

  @Test
  void userSignsInToTheGivenTenant() throws Exception {
    connect("'UseDeviceAuthentication':true,'Tenant':'t'");
    assertEquals("t", ((SignInMethod.DeviceCode) method).application().tenant());
  }

  @Test
  void refreshTokenCanBeProvenByACertificate() throws Exception {
    connect("'ApplicationId':'app','RefreshToken':'refresh-0','CertificatePath':'/c.pfx'");
    assertTrue(
        ((SignInMethod.RefreshToken) method).proof().orElseThrow() instanceof Proof.Certificate);
  }

  @Test
  void contextTellsWhoIsSignedInAndWhere() throws Exception {
    JsonObject context = connect("'AccessToken':'%s'".formatted(TOKEN));

    assertEquals(session.current().session(), context.remove("Session").getAsString());
    assertEquals(
        "{\"Account\":{\"Id\":\"buyer@example.com\",\"ObjectId\":\"o\",\"Tenant\":\"t\"},"
            + "\"Endpoint\":\"https://api.partnercenter.microsoft.com\","
            + "\"Environment\":\"AzureCloud\",\"Locale\":\"en-US\",\"ApplicationId\":null,\"Audience\":null,\"ExpiresOn\":null,\"Mfa\":null}",
        context.toString());
  }

  @Test
  void failedSignInLeavesNobodySignedIn() throws Exception {
    connect("'AccessToken':'before'");
    failure = new SignInException("no");

    assertThrows(SignInException.class, () -> connect("'Environment':'AzureUSGovernment'"));

    assertEquals(
        Endpoint.of(Cloud.AzureCloud), session.current().partnerCenter().settings().endpoint());
    assertEquals(
        "Run Connect-PartnerCenter to login: the last one failed.",
        assertThrows(
                SignInException.class,
                () -> session.current().partnerCenter().accessTokens().accessToken(PATIENCE))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "AccessToken":"s3cret","RefreshToken":"s3cret"              | AmbiguousParameterSet            | RefreshToken can't be used together with AccessToken
          "RefreshToken":"s3cret","UseDeviceAuthentication":true      | AmbiguousParameterSet            | UseDeviceAuthentication
          "RefreshToken":"s3cret","RefreshTokenFile":"f"              | AmbiguousParameterSet            | RefreshTokenFile can't be used together with RefreshToken
          "RefreshToken":"s3cret"                                     | MissingMandatoryParameter        | ApplicationId
          "Credential":{"UserName":"a","Password":"s3cret"}           | MissingMandatoryParameter        | ServicePrincipal Tenant
          "Credential":{"UserName":"a"},"RefreshToken":"r"            | CannotConvertArgument            | UserName and Password
          "ApplicationId":"a","Tenant":"t"                            | MissingMandatoryParameter        | CertificatePath
          "CertificatePfx":"a","CertificatePath":"b","Tenant":"t"     | AmbiguousParameterSet            | CertificatePfx can't be used together with CertificatePath
          "RefreshToken":"r","CertificatePath":"b","Credential":{}    | AmbiguousParameterSet            | CertificatePath can't be used together with Credential
          "UseDeviceAuthentication":true,"CertificatePassword":"s3cret" | AmbiguousParameterSet          | CertificatePassword can't be used together with ServicePrincipal
          "Credential":{"UserName":"a","Password":"s3cret"},"UseDeviceAuthentication":true | AmbiguousParameterSet | UseDeviceAuthentication can't be used together with Credential
          "ApplicationId":"a","CertificatePath":"b","UseDeviceAuthentication":true | AmbiguousParameterSet | UseDeviceAuthentication can't be used together with ApplicationId
          "ServicePrincipal":true                                     | MissingMandatoryParameter        | ApplicationId
          "CertificateThumbprint":"AB"                                | ParameterArgumentValidationError | give CertificatePath
          "Tenant":""                                                 | ParameterArgumentValidationError | Tenant
          "Environment":"AzureGermanCloud"                            | CannotConvertArgument            | AzureGermanCloud was closed in 2021
          "Environment":"AzurePPE"                                    | CannotConvertArgument            | AzurePPE is open to Microsoft only
          "AccessToken":1                                             | CannotConvertArgument            | AccessToken
          """)
  void argumentsOfNoSetAreRefusedWithoutTheirSecrets(String parameters, Fault id, String words) {
    ParameterBindingException fault =
        assertThrows(
            ParameterBindingException.class,
            () ->
                ConnectPartnerCenter.TYPE.bind(
                    JsonParser.parseString("{" + parameters + "}").getAsJsonObject()));

    assertEquals(id, fault.fault());
    assertTrue(fault.getMessage().contains(words), fault.getMessage());
    assertFalse(fault.getMessage().contains("s3cret"), fault.getMessage());
  }
}
