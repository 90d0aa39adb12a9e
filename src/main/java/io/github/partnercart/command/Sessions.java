package io.github.partnercart.command;

import io.github.partnercart.partnercenter.Endpoint;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.NoSignIn;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignIns;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, and in what order: each command works as the sign-in that was made before it in
 * the input, or as the Session that it names.
 */
public final class Sessions {
  /** Nothing may be bought as the account that was signed in before. */
  static final String LAST_ONE_FAILED = "Run Connect-PartnerCenter to login: the last one failed.";

  private static final String NOT_SIGNED_IN = "Run Connect-PartnerCenter to login.";

  private final SignedIn atStart;
  private final boolean endpointIsGiven;
  private final SignIns signIns;
  private final Cloud cloudAtStart;
  private final Map<String, SignedIn> byValue = new HashMap<>();
  private SignedIn current;

  /** The default sign-in as the command that is read next finds it. */
  private CompletableFuture<SignedIn> latest;

  /**
   * @param partnerCenter the service with the sign-in to start with
   * @param endpointIsGiven whether its address stands, whatever environment is connected
   * @param cloud the environment to start in
   * @param signIns makes other sign-ins
   */
  public Sessions(
      PartnerCenter partnerCenter, boolean endpointIsGiven, Cloud cloud, SignIns signIns) {
    this.atStart = SignedIn.atStart(partnerCenter);
    this.endpointIsGiven = endpointIsGiven;
    this.cloudAtStart = cloud;
    this.signIns = signIns;
    this.current = atStart;
    this.latest = CompletableFuture.completedFuture(atStart);
  }

  /** Where to sign in if the user does not say. */
  Cloud cloudAtStart() {
    return cloudAtStart;
  }

  SignIns signIns() {
    return signIns;
  }

  /** The default sign-in as it is now. */
  synchronized SignedIn current() {
    return current;
  }

  /** The sign-in that a Session names; empty if there is none. */
  synchronized Optional<SignedIn> named(String session) {
    return Optional.ofNullable(byValue.get(session));
  }

  /**
   * Signs in.
   *
   * @param environment the cloud to go to; empty for the one to start in, whatever came between
   * @param newRefreshTokens gives each refresh token that came and was not handed on, once
   */
  synchronized SignedIn connect(
      AccessTokenSource accessTokens,
      Optional<Cloud> environment,
      Supplier<@Nullable Secret> newRefreshTokens) {
    Endpoint endpointAtStart = atStart.partnerCenter().settings().endpoint();
    Endpoint endpoint =
        endpointIsGiven ? endpointAtStart : environment.map(Endpoint::of).orElse(endpointAtStart);
    String session = UUID.randomUUID().toString();
    current =
        new SignedIn(
            current.partnerCenter().with(endpoint, accessTokens), session, newRefreshTokens);
    byValue.put(session, current);
    return current;
  }

  /** Ends a sign-in. If it is the default one, nobody is signed in by default from then on. */
  synchronized void disconnect(SignedIn ended) {
    if (ended.session() != null) {
      byValue.remove(ended.session());
    }
    if (ended.equals(current)) {
      endDefault(NOT_SIGNED_IN);
    }
  }

  /** Ends the default sign-in, as one that was to take its place failed. */
  synchronized void failed() {
    endDefault(LAST_ONE_FAILED);
  }

  private void endDefault(String message) {
    PartnerCenter nobody =
        current
            .partnerCenter()
            .with(atStart.partnerCenter().settings().endpoint(), new NoSignIn(message));
    current = new SignedIn(nobody, null, current.newRefreshTokens());
  }

  /** Takes the turn of a command; called in the order in which commands are read. */
  synchronized SessionTurn next(Command command) {
    return command.invocation().changesSession() ? nextSignIn() : SessionTurn.of(this, latest);
  }

  /** Takes the turn of a line that may have been meant to sign in or out, but can't be read. */
  public synchronized void pass() {
    nextSignIn().end();
  }

  private SessionTurn nextSignIn() {
    CompletableFuture<SignedIn> before = latest;
    latest = new CompletableFuture<>();
    return SessionTurn.ofSignIn(this, before, latest);
  }
}
