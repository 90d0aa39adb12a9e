package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import io.github.partnercart.cmdlet.ParameterBindingException.Fault;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInException;
import java.util.List;
import java.util.Optional;

/** {@code Connect-PartnerCenter}: signs in with an access token, for the commands that follow. */
final class ConnectPartnerCenter implements Cmdlet {
  static final CmdletType TYPE =
      new CmdletType(
          "Connect-PartnerCenter",
          List.of("AccessToken"),
          List.of("Environment"),
          List.of(),
          false,
          true,
          ConnectPartnerCenter::bind);

  private final String accessToken;
  private final Optional<Endpoint.Environment> environment;

  // Not a record, whose text would show the token.
  private ConnectPartnerCenter(String accessToken, Optional<Endpoint.Environment> environment) {
    this.accessToken = accessToken;
    this.environment = environment;
  }

  private static Cmdlet bind(Arguments arguments) throws ParameterBindingException {
    try {
      return new ConnectPartnerCenter(
          arguments.secret("AccessToken"),
          arguments.text("Environment").map(Endpoint.Environment::named));
    } catch (IllegalArgumentException e) {
      throw new ParameterBindingException(
          Fault.CannotConvertArgument, "Environment: " + e.getMessage() + ".");
    }
  }

  @Override
  public JsonObject invoke(PartnerSession session, Call call) throws SignInException {
    GivenAccessToken token = GivenAccessToken.of(accessToken, "AccessToken");
    // An expired one leaves the session as it was.
    token.requireUnexpired();
    session.connect(token, environment);
    return PartnerContext.of(session);
  }
}
