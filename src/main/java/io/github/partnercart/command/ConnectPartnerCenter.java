package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.command.ParameterBindingException.Fault;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** {@code Connect-PartnerCenter}: signs in, for the commands that follow. */
record ConnectPartnerCenter(ConnectParameterSet parameters, Optional<Cloud> environment)
    implements Cmdlet.OfSession {
  static final CmdletType TYPE =
      CmdletType.signIn("Connect-PartnerCenter")
          .optional(
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
              "UseDeviceAuthentication")
          .bound(
              arguments ->
                  new ConnectPartnerCenter(
                      ConnectParameterSet.of(arguments), environment(arguments)));

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
  public JsonObject invoke(SessionCall call) throws SignInException, InterruptedException {
    Sessions sessions = call.sessions();
    AtomicReference<@Nullable Secret> newRefreshToken = new AtomicReference<>();
    UserPrompt prompt = new UserPrompt(call.warnings(), sessions.signIns().messages());
    boolean isSignedIn = false;
    try {
      AccessTokenSource accessTokens =
          parameters.accessTokens(
              sessions.signIns(),
              environment.orElse(sessions.cloudAtStart()),
              prompt,
              newRefreshToken::set);
      String accessToken = call.call().await(accessTokens::accessToken);
      Optional<Secret> previous = call.current().newRefreshToken();
      SignedIn signedIn =
          sessions.connect(accessTokens, environment, () -> newRefreshToken.getAndSet(null));
      JsonObject context = PartnerContext.of(accessToken, signedIn.partnerCenter().settings());
      context.addProperty("Session", signedIn.session());
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
        // Nothing may be bought as the account that was signed in before.
        sessions.failed();
      }
    }
  }
}
