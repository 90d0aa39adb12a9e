package io.github.partnercart.command;

import io.github.partnercart.command.SessionTurn.UnknownSessionException;
import io.github.partnercart.journal.CommandState;
import io.github.partnercart.journal.Identity;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.JournalException;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Deadline;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.AccessTokenClaims;
import io.github.partnercart.signin.Account;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.TokenAudience;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Executes one command, from the journal to its answer. */
public final class Execution {
  private final Journals journals;
  private final Settings settings;
  private final Sessions sessions;
  private final ShownCarts shownCarts;
  private final EarlierFailures failures = new EarlierFailures();

  /** The warnings of tokens that were given, with whose they are. */
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * How commands are executed.
   *
   * @param retriesRejected whether what was rejected for good, or done in part, is sent again
   * @param service the service's name in the journal; null for its address
   */
  public record Settings(boolean retriesRejected, @Nullable String service) {}

  public Execution(Journals journals, Sessions sessions, Settings settings) {
    this(journals, sessions, settings, System::nanoTime);
  }

  /**
   * Keeps a time of its own.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  Execution(Journals journals, Sessions sessions, Settings settings, LongSupplier nanoTime) {
    this.shownCarts = new ShownCarts(nanoTime);
    this.journals = journals;
    this.sessions = sessions;
    this.settings = settings;
  }

  Sessions sessions() {
    return sessions;
  }

  /** Ends the default sign-in: a line that can't be read may have been meant to sign in. */
  public void endSignIn() {
    sessions.pass();
  }

  /** Describes a command that was just read; called in input order. */
  Identity identify(Command command) {
    return command.identity(command.invocation().changes() ? journals.place(command) : 1);
  }

  /** The cart that a command works on, or that an earlier run of it has made. */
  Optional<String> cartKey(InFlight inFlight) {
    return inFlight
        .command()
        .cartKey()
        .or(
            () ->
                journals
                    .ifOpen()
                    .filter(journal -> inFlight.command().invocation().changes())
                    .map(journal -> journal.state(inFlight.identity()).cart())
                    .filter(cart -> !cart.isEmpty())
                    .map(CartKey::of));
  }

  /** What the sender of a command that is read now can have seen. */
  long seenNow() {
    return failures.now();
  }

  /** Executes a command; its time starts. */
  Answer execute(InFlight inFlight) {
    Command command = inFlight.command();
    List<String> exchanges = Collections.synchronizedList(new ArrayList<>());
    Call call =
        new Call(
            command.envelope().request().correlationId(),
            new Deadline(command.envelope().timeout()),
            inFlight.stop(),
            command.envelope().isVerbose()
                ? sentence -> exchanges.add(sentence.get())
                : unused -> {});
    Answer answer;
    try {
      answer = answer(inFlight, call);
    } catch (SignInException e) {
      answer = Answer.ofError(ErrorRecord.of(e));
    } catch (InterruptedException e) {
      answer = Answer.ofError(ErrorRecord.stopped());
    } catch (RuntimeException | Error e) {
      // Such as too little memory for the answer.
      answer = failed(command, e);
    }
    remember(command, answer);
    return command.envelope().isVerbose() ? answer.withExchanges(exchanges) : answer;
  }

  /**
   * What the user must know of a token before something is bought with it, once for each account.
   *
   * @throws SignInException if the token is for another service
   */
  Optional<String> tokenWarning(
      AccessTokenClaims claims, Account account, PartnerCenter partnerCenter)
      throws SignInException {
    Optional<String> warning =
        TokenAudience.check(
            claims, Optional.ofNullable(partnerCenter.settings().endpoint().cloud()));
    return warning.filter(text -> warned.add(account.name() + text));
  }

  /** Answers a command in the midst of which partner-cart itself failed. */
  public Answer failed(Command command, Throwable e) {
    ErrorRecord error = ErrorRecord.internal(e);
    return Answer.ofError(
        command.invocation().changes()
            ? error.maybeDone(command, journals.isFor(command.key().isPresent()))
            : error);
  }

  private Answer answer(InFlight inFlight, Call call) throws SignInException, InterruptedException {
    Command command = inFlight.command();
    if (command.invocation().isWhatIf() && command.cmdlet() instanceof Cmdlet.Change change) {
      return Answer.ofResult(command.invocation().whatIf(change));
    }
    if (command.cmdlet() instanceof Cmdlet.OfSession cmdlet) {
      return ofSession(inFlight, cmdlet, call);
    }
    Known known;
    try {
      known = known(command, inFlight.identity());
    } catch (JournalException e) {
      return Answer.ofError(
          ErrorRecord.notSent(
              e.isInUse() ? ErrorKind.JournalInUse : ErrorKind.JournalError,
              String.valueOf(e.getMessage()),
              null,
              ExitCode.RUN_AGAIN));
    }
    try {
      SignedIn signedIn = inFlight.turn().signedIn(command, call);
      return new CartExecution(this, inFlight, known, signedIn, call).answer();
    } catch (UnknownSessionException e) {
      return known.refuse(unknownSession());
    } catch (SignInException e) {
      return known.refuse(ErrorRecord.of(e));
    } catch (InterruptedException e) {
      return known.refuse(ErrorRecord.stopped());
    }
  }

  private Answer ofSession(InFlight inFlight, Cmdlet.OfSession cmdlet, Call call)
      throws SignInException, InterruptedException {
    try {
      SignedIn signedIn = inFlight.turn().signedIn(inFlight.command(), call);
      return Answer.ofResult(
          cmdlet.invoke(new SessionCall(sessions, signedIn, call, inFlight.warnings())));
    } catch (UnknownSessionException e) {
      return Answer.ofError(unknownSession());
    } catch (PartnerCenterException e) {
      return Answer.ofError(ErrorRecord.of(e));
    }
  }

  private static ErrorRecord unknownSession() {
    return ErrorRecord.notSent(
        ErrorKind.SessionNotFound,
        "There is no such Session: it has ended, or another process made it.",
        "Run Connect-PartnerCenter, and send the Session of its answer.",
        ExitCode.NEEDS_A_PERSON);
  }

  private Known known(Command command, Identity identity) throws JournalException {
    Optional<Journal> journal =
        command.invocation().changes() || command.cmdlet() instanceof Cmdlet.Read
            ? journals.of(command.key().isPresent())
            : Optional.empty();
    return new Known(journal, identity, command);
  }

  /** Answers a command without executing it, because of another one in flight. */
  Answer refuse(InFlight inFlight, ErrorRecord error) {
    Command command = inFlight.command();
    Answer answer;
    try {
      answer = known(command, inFlight.identity()).refuse(error);
    } catch (JournalException e) {
      answer = Answer.ofError(error.maybeDone());
    }
    remember(command, answer);
    return answer;
  }

  /** Answers a line that is no command. It counts as a failed change of its cart, or of any. */
  public Answer refuse(BadLine line) {
    if (line.mayBeOnCart()) {
      failures.add(
          EarlierFailures.What.CHANGE,
          line.cartKey(),
          new EarlierFailures.Failed(line.line(), line.error().exitCode()));
    }
    ErrorRecord error = line.error();
    if (line.identity() != null && isKept(line.identity())) {
      error = error.maybeDone();
    }
    return Answer.ofError(error);
  }

  private boolean isKept(Identity identity) {
    try {
      return journals
          .of(identity.key() != null)
          .map(journal -> journal.state(identity))
          .filter(CommandState::isKept)
          .isPresent();
    } catch (JournalException e) {
      // Another process has it, as every command with a key is told.
      return false;
    }
  }

  /** Keeps what later commands depend on. */
  private void remember(Command command, Answer answer) {
    answer
        .shownIfAny()
        .ifPresentOrElse(
            shown -> shownCarts.shown(CartKey.of(shown.cart()), shown.state(), shown.isFresh()),
            () -> command.cartKey().ifPresent(shownCarts::touched));
    if (answer.isFailure()) {
      EarlierFailures.Failed failed = new EarlierFailures.Failed(command.line(), answer.exitCode());
      if (command.cmdlet() instanceof Cmdlet.Update) {
        failures.add(EarlierFailures.What.CHANGE, command.cartKey(), failed);
      } else if (command.cmdlet() instanceof Cmdlet.Checkout) {
        failures.add(EarlierFailures.What.CHECKOUT, command.cartKey(), failed);
      }
    }
  }

  /** An answer was written. */
  public void printed(long line, Answer answer) {
    failures.written(line);
    answer
        .shownIfAny()
        .filter(Answer.Shown::isNoted)
        .ifPresent(
            shown ->
                journals
                    .ifOpen()
                    .ifPresent(journal -> journal.printed(shown.cart(), shown.state())));
  }

  ShownCarts shownCarts() {
    return shownCarts;
  }

  EarlierFailures failures() {
    return failures;
  }

  Settings settings() {
    return settings;
  }
}
