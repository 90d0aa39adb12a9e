package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.ParameterBindingException.Fault;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
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
  private final PartnerSession session;
  private final ConnectParameterSet parameters;
  private final Optional<Cloud> environment;

  private ConnectPartnerCenter(
      PartnerSession session, ConnectParameterSet parameters, Optional<Cloud> environment) {
    this.session = session;
    this.parameters = parameters;
    this.environment = environment;
  }

  static CmdletType type(PartnerSession session) {
    return new CmdletType(
        "Connect-PartnerCenter",
        List.of(),
        List.of(
            "AccessToken",
            "ApplicationId",
            "CertificatePassword",
            "CertificatePath",
            "CertificatePfx",
            "CertificateThumbprint",
            "Credential",
            "Environment",
            "RefreshToken",
            "RefreshTokenFile",
            "ServicePrincipal",
            "Tenant",
            "UseDeviceAuthentication"),
        List.of(),
        false,
        false,
        arguments ->
            new ConnectPartnerCenter(
                session, ConnectParameterSet.of(arguments), environment(arguments)));
  }

  private static Optional<Cloud> environment(Arguments arguments) throws ParameterBindingException {
    try {
      return arguments.text("Environment").map(Cloud::named);
    } catch (IllegalArgumentException e) {
      // The value is not repeated: a token may have been written in the wrong place.
      throw new ParameterBindingException(
          Fault.CannotConvertArgument,
          "Environment must be one of " + Cloud.names() + "; " + Cloud.RETIRED + ".");
    }
  }

  @Override
  public boolean changesSession() {
    return true;
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call)
      throws SignInException, InterruptedException {
    AtomicReference<@Nullable Secret> newRefreshToken = new AtomicReference<>();
    UserPrompt prompt = new UserPrompt(call.warnings(), session.signIns().messages());
    boolean isSignedIn = false;
    try {
      AccessTokenSource accessTokens =
          parameters.accessTokens(
              session.signIns(),
              environment.orElse(session.cloudAtStart()),
              prompt,
              newRefreshToken::set);
      String accessToken = call.await(accessTokens::accessToken);
      Optional<Secret> previous = session.newRefreshToken();
      JsonObject context =
          PartnerContext.of(
              accessToken,
              session
                  .connect(accessTokens, environment, () -> newRefreshToken.getAndSet(null))
                  .settings());
      @Nullable Secret refreshToken = newRefreshToken.getAndSet(null);
      if (refreshToken != null) {
        context.addProperty("RefreshToken", refreshToken.text());
      }
      previous.ifPresent(token -> context.addProperty("PreviousRefreshToken", token.text()));
      isSignedIn = true;
      return context;
    } finally {
      prompt.close();
      if (!isSignedIn) {
        // Nothing may be bought as whoever was signed in before.
        session.disconnect(PartnerSession.LAST_ONE_FAILED);
      }
    }
  }
}
