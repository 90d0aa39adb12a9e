package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.ParameterBindingException.Fault;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code Connect-PartnerCenter}: signs in, for the commands that follow. */
final class ConnectPartnerCenter implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Connect-PartnerCenter",
          List.of(),
          List.of(
              "AccessToken",
              "ApplicationId",
              "CertificatePassword",
              "CertificatePath",
              "CertificateThumbprint",
              "Credential",
              "Environment",
              "RefreshToken",
              "ServicePrincipal",
              "Tenant",
              "UseDeviceAuthentication"),
          List.of(),
          false,
          true,
          ConnectPartnerCenter::bind);

  private final ConnectParameterSet parameters;
  private final Optional<Cloud> environment;

  private ConnectPartnerCenter(ConnectParameterSet parameters, Optional<Cloud> environment) {
    this.parameters = parameters;
    this.environment = environment;
  }

  private static Cmdlet bind(Arguments arguments) throws ParameterBindingException {
    try {
      return new ConnectPartnerCenter(
          ConnectParameterSet.of(arguments), arguments.text("Environment").map(Cloud::named));
    } catch (IllegalArgumentException e) {
      throw new ParameterBindingException(
          Fault.CannotConvertArgument, "Environment: " + e.getMessage() + ".");
    }
  }

  @Override
  public Optional<String> target() {
    return Optional.empty();
  }

  @Override
  public Optional<String> cartId() {
    return Optional.empty();
  }

  @Override
  public JsonObject invoke(PartnerSession session, Call call) throws SignInException {
    AtomicReference<@Nullable Secret> newRefreshToken = new AtomicReference<>();
    AccessTokenSource accessTokens =
        parameters.accessTokens(
            session.signIns(), environment.orElse(session.cloud()), newRefreshToken::set);
    // A sign-in that fails leaves the session as it was.
    accessTokens.accessToken();
    session.connect(accessTokens, environment);
    JsonObject context = PartnerContext.of(session);
    @Nullable Secret refreshToken = newRefreshToken.get();
    if (refreshToken != null) {
      context.addProperty("RefreshToken", refreshToken.text());
    }
    return context;
  }
}
