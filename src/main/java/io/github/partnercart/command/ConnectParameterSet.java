package io.github.partnercart.command;

import io.github.partnercart.command.ParameterBindingException.Fault;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.RefreshTokenFile;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.SignIns;
import io.github.partnercart.signin.SystemBrowser;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One of the original's parameter sets of {@code Connect-PartnerCenter}, with its arguments. */
@FunctionalInterface
interface ConnectParameterSet {
  /** All parameters that belong to some sets only. */
  List<String> OF_SOME =
      List.of(
          "AccessToken",
          "ApplicationId",
          "CertificatePassword",
          "CertificatePath",
          "CertificatePfx",
          "Credential",
          "RefreshToken",
          "RefreshTokenFile",
          "ServicePrincipal",
          "UseDeviceAuthentication");

  /**
   * Makes the source of tokens.
   *
   * @param prompt tells a user how to sign in, and what else the user must read
   * @param onNewRefreshToken gets the refresh token that replaces the given one
   * @throws SignInException if what was given can't be used
   */
  AccessTokenSource accessTokens(
      SignIns signIns, Cloud cloud, Consumer<String> prompt, Consumer<Secret> onNewRefreshToken)
      throws SignInException;

  /**
   * Finds the set that the arguments are of.
   *
   * @throws ParameterBindingException if they are of none
   */
  static ConnectParameterSet of(Arguments arguments) throws ParameterBindingException {
    if (arguments.has("CertificateThumbprint")) {
      throw new ParameterBindingException(
          Fault.ParameterArgumentValidationError,
          "CertificateThumbprint names a certificate in the store of Windows, which is not read"
              + " here. Export the certificate with its key and give CertificatePath or"
              + " CertificatePfx.");
    }
    if (arguments.has("AccessToken")) {
      return accessToken(arguments);
    }
    if (arguments.has("RefreshToken") || arguments.has("RefreshTokenFile")) {
      return refreshToken(arguments);
    }
    if (arguments.has("Credential")) {
      return credential(arguments);
    }
    if (arguments.has("ApplicationId")
        || hasCertificate(arguments)
        || arguments.flag("ServicePrincipal")) {
      return certificate(arguments);
    }
    return user(arguments);
  }

  private static ConnectParameterSet accessToken(Arguments arguments)
      throws ParameterBindingException {
    requireOnly(arguments, "AccessToken");
    Secret given = new Secret(arguments.secret("AccessToken"));
    Optional<String> tenant = find(arguments, "Tenant");
    return (signIns, cloud, prompt, onNewRefreshToken) -> {
      GivenAccessToken token = GivenAccessToken.of(given.text(), "AccessToken");
      Contradictions.requireTenant(tenant, given.text().strip());
      return token;
    };
  }

  private static ConnectParameterSet refreshToken(Arguments arguments)
      throws ParameterBindingException {
    requireOnly(
        arguments,
        arguments.has("RefreshToken") ? "RefreshToken" : "RefreshTokenFile",
        "ApplicationId",
        "Credential",
        "CertificatePath",
        "CertificatePfx",
        "CertificatePassword");
    requireOneOf(arguments, "Credential", "CertificatePath", "CertificatePfx");
    Optional<Map.Entry<String, Secret>> credential =
        arguments.has("Credential")
            ? Optional.of(arguments.credential("Credential"))
            : Optional.empty();
    Optional<Proof> proof =
        credential.isPresent()
            ? credential.map(pair -> new Proof.SharedSecret(pair.getValue()))
            : hasCertificate(arguments) ? Optional.of(certificateOf(arguments)) : Optional.empty();
    if (credential.isEmpty()) {
      arguments.requireAllOf(List.of("ApplicationId"));
    }
    Application application =
        new Application(
            tenant(arguments),
            credential.isPresent()
                ? credential.get().getKey()
                : arguments.nonEmpty("ApplicationId"));
    Optional<String> applicationId = find(arguments, "ApplicationId");
    if (arguments.has("RefreshToken")) {
      Secret given = new Secret(arguments.secret("RefreshToken"));
      return (signIns, cloud, prompt, onNewRefreshToken) -> {
        Contradictions.ofApplication(applicationId, application.clientId()).ifPresent(prompt);
        return signIns.with(
            new SignInMethod.RefreshToken(application, proof, given, onNewRefreshToken), cloud);
      };
    }
    RefreshTokenFile file = new RefreshTokenFile(path(arguments, "RefreshTokenFile"));
    return (signIns, cloud, prompt, onNewRefreshToken) -> {
      Contradictions.ofApplication(applicationId, application.clientId()).ifPresent(prompt);
      return signIns.with(
          new SignInMethod.RefreshToken(
              application,
              proof,
              file.read(),
              token -> {
                if (!file.keep(token, signIns.messages())) {
                  onNewRefreshToken.accept(token);
                }
              },
              file::readOther),
          cloud);
    };
  }

  private static ConnectParameterSet credential(Arguments arguments)
      throws ParameterBindingException {
    requireOnly(arguments, "Credential", "ServicePrincipal");
    arguments.requireAllOf(List.of("ServicePrincipal", "Tenant"));
    Map.Entry<String, Secret> credential = arguments.credential("Credential");
    return servicePrincipal(
        new Application(arguments.nonEmpty("Tenant"), credential.getKey()),
        new Proof.SharedSecret(credential.getValue()));
  }

  private static ConnectParameterSet certificate(Arguments arguments)
      throws ParameterBindingException {
    requireOnly(
        arguments,
        "ApplicationId",
        "CertificatePath",
        "CertificatePfx",
        "CertificatePassword",
        "ServicePrincipal");
    requireOneOf(arguments, "CertificatePath", "CertificatePfx");
    arguments.requireAllOf(
        arguments.has("CertificatePfx")
            ? List.of("ApplicationId", "Tenant")
            : List.of("ApplicationId", "CertificatePath", "Tenant"));
    return servicePrincipal(
        new Application(arguments.nonEmpty("Tenant"), arguments.nonEmpty("ApplicationId")),
        certificateOf(arguments));
  }

  private static ConnectParameterSet servicePrincipal(Application application, Proof proof) {
    return (signIns, cloud, prompt, onNewRefreshToken) ->
        signIns.with(new SignInMethod.ServicePrincipal(application, proof), cloud);
  }

  private static ConnectParameterSet user(Arguments arguments) throws ParameterBindingException {
    requireOnly(arguments, "ServicePrincipal", "UseDeviceAuthentication");
    Application application =
        new Application(tenant(arguments), SignInEnvironment.DEFAULT_CLIENT_ID);
    boolean isDevice = arguments.flag("UseDeviceAuthentication");
    return (signIns, cloud, prompt, onNewRefreshToken) ->
        signIns.with(
            isDevice
                ? new SignInMethod.DeviceCode(application, prompt)
                : new SignInMethod.InteractiveBrowser(application, new SystemBrowser(prompt)),
            cloud);
  }

  private static Optional<String> find(Arguments arguments, String name)
      throws ParameterBindingException {
    return arguments.has(name) ? Optional.of(arguments.nonEmpty(name)) : Optional.empty();
  }

  private static String tenant(Arguments arguments) throws ParameterBindingException {
    return find(arguments, "Tenant").orElse(Application.ANY_TENANT);
  }

  private static boolean hasCertificate(Arguments arguments) {
    return arguments.has("CertificatePath") || arguments.has("CertificatePfx");
  }

  private static Proof certificateOf(Arguments arguments) throws ParameterBindingException {
    Secret password =
        new Secret(
            arguments.has("CertificatePassword") ? arguments.secret("CertificatePassword") : "");
    if (arguments.has("CertificatePfx")) {
      return new Proof.GivenCertificate(new Secret(arguments.secret("CertificatePfx")), password);
    }
    return new Proof.Certificate(path(arguments, "CertificatePath"), password);
  }

  private static Path path(Arguments arguments, String name) throws ParameterBindingException {
    try {
      return Path.of(arguments.nonEmpty(name));
    } catch (InvalidPathException e) {
      throw new ParameterBindingException(
          Fault.ParameterArgumentValidationError,
          name + " does not name a file: " + e.getMessage());
    }
  }

  /** Checks that the application proves itself in one way only. */
  private static void requireOneOf(Arguments arguments, String... names)
      throws ParameterBindingException {
    List<String> given = Arrays.stream(names).filter(arguments::has).toList();
    if (given.size() > 1) {
      throw ambiguous(given.get(1), given.get(0));
    }
  }

  private static void requireOnly(Arguments arguments, String... ofThisSet)
      throws ParameterBindingException {
    List<String> others = new ArrayList<>(OF_SOME);
    others.removeAll(List.of(ofThisSet));
    others.removeIf(name -> !arguments.has(name));
    if (!others.isEmpty()) {
      throw ambiguous(String.join(" and ", others), ofThisSet[0]);
    }
  }

  private static ParameterBindingException ambiguous(String others, String parameter) {
    return new ParameterBindingException(
        Fault.AmbiguousParameterSet,
        "Parameter set cannot be resolved using the specified named parameters: %s can't be used together with %s."
            .formatted(others, parameter));
  }
}
