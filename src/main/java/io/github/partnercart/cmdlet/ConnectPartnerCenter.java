package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.ParameterBindingException.Fault;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Connect-PartnerCenter}: signs in with an access token, for the commands that follow. */
final class ConnectPartnerCenter implements Cmdlet {
  private final PartnerSession session;
  private final String accessToken;
  private final Optional<Endpoint.Environment> environment;

  // Not a record, whose text would show the token.
  private ConnectPartnerCenter(
      PartnerSession session, String accessToken, Optional<Endpoint.Environment> environment) {
    this.session = session;
    this.accessToken = accessToken;
    this.environment = environment;
  }

  static CmdletType type(PartnerSession session) {
    return new CmdletType(
        "Connect-PartnerCenter",
        List.of("AccessToken"),
        List.of("Environment"),
        // The token itself says whose it is.
        List.of("Tenant"),
        false,
        true,
        arguments ->
            new ConnectPartnerCenter(
                session, arguments.secret("AccessToken"), environment(arguments)));
  }

  private static Optional<Endpoint.Environment> environment(Arguments arguments)
      throws ParameterBindingException {
    try {
      return arguments.text("Environment").map(Endpoint.Environment::named);
    } catch (IllegalArgumentException e) {
      // The value is not repeated: a token may have been written in the wrong place.
      throw new ParameterBindingException(
          Fault.CannotConvertArgument,
          "Environment must be one of " + Endpoint.Environment.names() + ".");
    }
  }

  @Override
  public JsonObject invoke(PartnerCenter partnerCenter, Call call) throws SignInException {
    GivenAccessToken token = GivenAccessToken.of(accessToken, "AccessToken");
    // An expired one leaves the session as it was.
    token.requireUnexpired();
    return PartnerContext.of(session.connect(token, environment));
  }
}
