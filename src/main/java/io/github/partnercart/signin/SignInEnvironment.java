package io.github.partnercart.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way to sign in that the environment variables describe, by the names that the Azure Identity
 * libraries use.
 */
public final class SignInEnvironment {
  /** The application that the original signs users in with: Azure PowerShell's and CLI's. */
  public static final String DEFAULT_CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

  private static final String TENANT = "AZURE_TENANT_ID";
  private static final String CLIENT = "AZURE_CLIENT_ID";
  private static final String CLIENT_SECRET = "AZURE_CLIENT_SECRET";
  private static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
  private static final String CERTIFICATE_PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD";
  private static final String FEDERATED_TOKEN = "AZURE_FEDERATED_TOKEN_FILE";
  private static final String AUTHORITY_HOST = "AZURE_AUTHORITY_HOST";
  private static final String GITHUB_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  private static final String GITHUB_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final String REFRESH_TOKEN = "PARTNER_CENTER_REFRESH_TOKEN";
  private static final String REFRESH_TOKEN_FILE = "PARTNER_CENTER_REFRESH_TOKEN_FILE";

  private final Map<String, String> variables;
  private final Consumer<String> messages;

  /**
   * @param messages gets what the user must read, such as a device code
   */
  public SignInEnvironment(Map<String, String> variables, Consumer<String> messages) {
    this.variables = variables;
    this.messages = messages;
  }

  /**
   * The identity service for a cloud: the cloud's own, unless another one is named.
   *
   * @throws SignInException if the one named is no address
   */
  public Authority authority(Cloud cloud) throws SignInException {
    return isSet(AUTHORITY_HOST) ? cloud.authority().at(get(AUTHORITY_HOST)) : cloud.authority();
  }

  /**
   * Finds the way that was chosen, else the first one whose own variable is set, in the order of
   * {@link SignInWay}. No one is asked to sign in unless that was chosen.
   *
   * @throws SignInException if there is none, or a variable that it needs is missing
   */
  public SignInMethod method(Optional<SignInWay> chosen) throws SignInException {
    return method(
        chosen
            .or(() -> Arrays.stream(SignInWay.values()).filter(this::isDescribed).findFirst())
            .orElseThrow(SignInEnvironment::nothingIsSet));
  }

  private static SignInException nothingIsSet() {
    return new SignInException(
        "There is no access token: set PARTNER_CENTER_ACCESS_TOKEN, or choose a way to sign in with"
            + " --sign-in (see --help). To try it without a sign-in, use --sandbox.");
  }

  private boolean isDescribed(SignInWay way) {
    return switch (way) {
      case REFRESH_TOKEN -> isSet(REFRESH_TOKEN) || isSet(REFRESH_TOKEN_FILE);
      case CLIENT_SECRET -> isSet(CLIENT_SECRET);
      case CLIENT_CERTIFICATE -> isSet(CERTIFICATE);
      case FEDERATED_TOKEN -> isSet(FEDERATED_TOKEN);
      case GITHUB_ACTIONS -> isSet(GITHUB_URL) && isSet(GITHUB_TOKEN) && isSet(CLIENT);
      // A virtual machine's shows in no variable and would have to be asked for over the network.
      case MANAGED_IDENTITY -> isSet("IDENTITY_ENDPOINT") || isSet("MSI_ENDPOINT");
      case DEVICE_CODE, INTERACTIVE -> false;
    };
  }

  private SignInMethod method(SignInWay way) throws SignInException {
    return switch (way) {
      case REFRESH_TOKEN -> refreshToken();
      case CLIENT_SECRET -> {
        require(way, TENANT, CLIENT, CLIENT_SECRET);
        yield new SignInMethod.ServicePrincipal(application(), clientSecret());
      }
      case CLIENT_CERTIFICATE -> {
        require(way, TENANT, CLIENT, CERTIFICATE);
        yield new SignInMethod.ServicePrincipal(application(), certificate());
      }
      case FEDERATED_TOKEN -> {
        require(way, TENANT, CLIENT, FEDERATED_TOKEN);
        yield new SignInMethod.ServicePrincipal(
            application(), new Proof.FederatedTokenFile(path(FEDERATED_TOKEN)));
      }
      case GITHUB_ACTIONS -> {
        require(way, TENANT, CLIENT, GITHUB_URL, GITHUB_TOKEN);
        yield new SignInMethod.ServicePrincipal(
            application(),
            new Proof.GitHubActionsToken(gitHubAddress(), new Secret(get(GITHUB_TOKEN))));
      }
      case MANAGED_IDENTITY -> new SignInMethod.ManagedIdentity(find(CLIENT));
      case DEVICE_CODE -> new SignInMethod.DeviceCode(userApplication(), messages);
      case INTERACTIVE ->
          new SignInMethod.InteractiveBrowser(userApplication(), new SystemBrowser(messages));
    };
  }

  private SignInMethod refreshToken() throws SignInException {
    require(SignInWay.REFRESH_TOKEN, CLIENT);
    Optional<Proof> proof =
        isSet(CLIENT_SECRET)
            ? Optional.of(clientSecret())
            : isSet(CERTIFICATE) ? Optional.of(certificate()) : Optional.empty();
    if (isSet(REFRESH_TOKEN_FILE)) {
      RefreshTokenFile file = new RefreshTokenFile(path(REFRESH_TOKEN_FILE));
      return new SignInMethod.RefreshToken(
          userApplication(),
          proof,
          file.read(),
          token -> file.keep(token, messages),
          file::readOther);
    }
    require(SignInWay.REFRESH_TOKEN, REFRESH_TOKEN);
    return new SignInMethod.RefreshToken(
        userApplication(), proof, new Secret(get(REFRESH_TOKEN)), token -> {});
  }

  private Proof clientSecret() {
    return new Proof.SharedSecret(new Secret(get(CLIENT_SECRET)));
  }

  private Proof certificate() throws SignInException {
    return new Proof.Certificate(path(CERTIFICATE), new Secret(get(CERTIFICATE_PASSWORD)));
  }

  private Application application() {
    return new Application(get(TENANT), get(CLIENT));
  }

  private Application userApplication() {
    return new Application(
        find(TENANT).orElse(Application.ANY_TENANT), find(CLIENT).orElse(DEFAULT_CLIENT_ID));
  }

  private void require(SignInWay way, String... names) throws SignInException {
    List<String> missing = Arrays.stream(names).filter(name -> !isSet(name)).toList();
    if (!missing.isEmpty()) {
      throw new SignInException(
          "To sign in with %s, set %s as well.".formatted(way, String.join(" and ", missing)));
    }
  }

  private Path path(String name) throws SignInException {
    try {
      return Path.of(get(name));
    } catch (InvalidPathException e) {
      throw new SignInException(name + " does not name a file: " + e.getMessage(), e);
    }
  }

  private URI gitHubAddress() throws SignInException {
    try {
      URI address = new URI(get(GITHUB_URL));
      if (ThisMachine.isHttpsOrHere(address)
          && address.getRawUserInfo() == null
          && address.getRawFragment() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Answered below, like every other text that is no such address.
    }
    // Not repeated, as it may be a token that was put in the wrong place.
    throw new SignInException(
        GITHUB_URL
            + " must be the https address that GitHub Actions sets, or an http one on this machine:"
            + " the request token goes there.");
  }

  private boolean isSet(String name) {
    return !get(name).isEmpty();
  }

  private Optional<String> find(String name) {
    return Optional.of(get(name)).filter(value -> !value.isEmpty());
  }

  private String get(String name) {
    return variables.getOrDefault(name, "").strip();
  }
}
