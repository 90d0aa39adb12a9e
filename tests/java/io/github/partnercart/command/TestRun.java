package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.Limits;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.RetrySettings;
import io.github.partnercart.partnercenter.StopSignal;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.GivenAccessToken;
import io.github.partnercart.signin.SignInEnvironment;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignIns;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One run, whose commands are executed one by one. */
final class TestRun {
  private final AtomicLong now = new AtomicLong();
  private final Execution execution;
  private long line;

  /** Makes one attempt of each request. */
  TestRun(String service, AccessTokenSource tokens, Journals journals, boolean retriesRejected) {
    this(service, tokens, journals, retriesRejected, 1);
  }

  /**
   * Makes several attempts.
   *
   * @param attempts how many of each request
   */
  TestRun(
      String service,
      AccessTokenSource tokens,
      Journals journals,
      boolean retriesRejected,
      int attempts) {
    PartnerCenter partnerCenter =
        new PartnerCenter(
            new PartnerCenter.Settings(
                Endpoint.of(service),
                "en-US",
                ProxySelector.getDefault(),
                Limits.inFlight(4),
                new RetrySettings(attempts, Duration.ofNanos(1)),
                false),
            tokens);
    SignIns signIns =
        new SignIns(
            (method, authority) -> {
              throw new AssertionError();
            },
            new SignInEnvironment(Map.of(), message -> {}),
            message -> {});
    this.execution =
        new Execution(
            journals,
            new Sessions(partnerCenter, true, Cloud.AzureCloud, signIns),
            new Execution.Settings(retriesRejected, null),
            now::get);
  }

  Execution execution() {
    return execution;
  }

  void elapse(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** A command that was read just now. */
  InFlight read(String text) throws ParameterBindingException {
    Command command = TestCommands.of(++line, text);
    return new InFlight(
        command,
        execution.identify(command),
        execution.sessions().next(command),
        new StopSignal(),
        command.idText().isPresent() ? execution.seenNow() : -1,
        Optional.empty());
  }

  Answer execute(InFlight inFlight) {
    return execution.execute(inFlight);
  }

  /** The answer to a command, which is written. */
  Answer answer(String text) throws ParameterBindingException {
    Answer answer = execute(read(text));
    execution.printed(line, answer);
    return answer;
  }

  /** The error of a command that is to fail. */
  JsonObject error(String text) throws ParameterBindingException {
    return errorOf(answer(text));
  }

  /** The result of a command that is to succeed. */
  JsonObject result(String text) throws ParameterBindingException {
    Answer answer = answer(text);
    if (answer.isFailure()) {
      throw new AssertionError("failed: " + answer);
    }
    return resultOf(answer);
  }

  static AccessTokenSource signedIn(String token) {
    try {
      return GivenAccessToken.of(token, "the test");
    } catch (SignInException e) {
      throw new AssertionError(e);
    }
  }

  static void assertError(String errorId, String outcome, ExitCode code, Answer answer) {
    JsonObject error = errorOf(answer);
    assertEquals(errorId, error.get("ErrorId").getAsString(), error::toString);
    assertEquals(outcome, error.get("Outcome").getAsString(), error::toString);
    assertEquals(code, answer.exitCode(), error::toString);
  }

  static String message(Answer answer) {
    return errorOf(answer).get("Message").getAsString();
  }

  static JsonObject errorOf(Answer answer) {
    JsonObject error = answer.body().error();
    if (error == null) {
      throw new AssertionError("no error: " + answer);
    }
    return error;
  }

  /** Of the first item of a cart. */
  static int quantity(JsonObject cart) {
    return cart.getAsJsonArray("LineItems").get(0).getAsJsonObject().get("Quantity").getAsInt();
  }

  /** The first order of a checkout. */
  static String orderOf(JsonObject result) {
    return result.getAsJsonArray("Orders").get(0).getAsJsonObject().get("Id").getAsString();
  }

  static JsonObject resultOf(Answer answer) {
    return JsonParser.parseString(String.valueOf(answer.body().result())).getAsJsonObject();
  }
}
