package io.github.partnercart.command;

import com.google.gson.JsonParser;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.OrderStatus;
import io.github.partnercart.cart.UnknownValue;
import io.github.partnercart.journal.Answered;
import io.github.partnercart.journal.CommandState;
import io.github.partnercart.journal.CommandState.Kind;
import io.github.partnercart.journal.Journal;
import io.github.partnercart.journal.Sent;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.Account;
import io.github.partnercart.signin.OneAccount;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Executes one command on a cart: what the journal has of it decides whether it is sent. */
final class CartExecution {
  private final Execution run;
  private final Command command;
  private final InFlight inFlight;
  private final Known known;
  private final Call call;
  private final OneAccount tokens;
  private final PartnerCenter partnerCenter;

  CartExecution(Execution run, InFlight inFlight, Known known, SignedIn signedIn, Call call) {
    this.run = run;
    this.command = inFlight.command();
    this.inFlight = inFlight;
    this.known = known;
    this.call = call;
    PartnerCenter service = signedIn.partnerCenter();
    this.tokens = new OneAccount(service.accessTokens());
    this.partnerCenter = service.with(service.settings().endpoint(), tokens);
  }

  Answer answer() throws SignInException, InterruptedException {
    try {
      if (known.journal().isPresent() && command.cmdlet() instanceof Cmdlet.Change) {
        return answerByJournal(known.journal().get(), known.state());
      }
      if (command.cmdlet() instanceof Cmdlet.Update && command.key().isPresent()) {
        return Answer.ofError(
            ErrorRecord.notSent(
                ErrorKind.JournalRequired,
                command.name()
                    + " with an IdempotencyKey needs a journal: without one it can't be known"
                    + " whether it was done before.",
                "Use --journal FILE (PARTNER_CART_JOURNAL), or leave the IdempotencyKey out.",
                ExitCode.NEEDS_A_PERSON));
      }
      return send();
    } catch (PartnerCenterException e) {
      return known.refuse(ErrorRecord.of(e));
    } catch (IOException e) {
      return known.refuse(
          ErrorRecord.notSent(
              ErrorKind.JournalError,
              "The journal can't be read: " + e.getMessage() + ".",
              null,
              ExitCode.RUN_AGAIN));
    }
  }

  private Answer answerByJournal(Journal journal, CommandState has)
      throws PartnerCenterException, SignInException, InterruptedException, IOException {
    if (!has.isKept()) {
      return has.kind() == Kind.REJECTED && !mayBeAcceptedNow(journal, has)
          ? storedError(journal, has)
          : send();
    }
    if (!has.hasContent(command.invocation().content())) {
      return known.refuse(keyReused(journal, has));
    }
    Optional<ErrorRecord> other = otherAccount(has);
    if (other.isPresent()) {
      return known.refuse(other.get());
    }
    return switch (has.kind()) {
      case DONE -> storedResult(journal, has);
      case PARTIAL -> run.settings().retriesRejected() ? send() : storedPart(journal, has);
      default ->
          has.isRepeatRejected() && !(command.cmdlet() instanceof Cmdlet.Update)
              ? known.refuse(repeatWasRejected())
              : send();
    };
  }

  private boolean mayBeAcceptedNow(Journal journal, CommandState has) {
    return run.settings().retriesRejected()
        || !has.hasContent(command.invocation().content())
        || (command.cmdlet() instanceof Cmdlet.Checkout && journal.isCartChangedSince(has));
  }

  private static Answer storedError(Journal journal, CommandState has) throws IOException {
    String error = String.valueOf(journal.lastAnswer(has).error());
    return Answer.ofJournal(
        new Answer.Body(null, JsonParser.parseString(error).getAsJsonObject()),
        ExitCode.NEEDS_A_PERSON);
  }

  private Answer storedResult(Journal journal, CommandState has) throws IOException {
    Answered answered = journal.result(has);
    Answer result = Answer.ofJournal(new Answer.Body(answered.result(), null), ExitCode.DONE);
    if (command.cmdlet() instanceof Cmdlet.Checkout) {
      return result.withWarnings(adviceOfOrders(answered));
    }
    Answer answer =
        result.showing(
            new Answer.Shown(answered.cart(), String.valueOf(answered.state()), false, true));
    return journal.isCartChangedSince(has)
        ? answer.withWarning(
            "This result is from an earlier run; a later command has changed the cart since.")
        : answer;
  }

  private static Answer storedPart(Journal journal, CommandState has) throws IOException {
    Answered answered = journal.result(has);
    return Answer.ofJournal(
            new Answer.Body(
                answered.result(),
                JsonParser.parseString(String.valueOf(answered.error())).getAsJsonObject()),
            ExitCode.NEEDS_A_PERSON)
        .withWarnings(adviceOfOrders(answered));
  }

  private static List<String> adviceOfOrders(Answered answered) {
    return OrderStatus.advice(
        JsonParser.parseString(String.valueOf(answered.result())).getAsJsonObject());
  }

  private ErrorRecord keyReused(Journal journal, CommandState has) throws IOException {
    List<String> differences = journal.differences(has, command.invocation().content());
    return ErrorRecord.notSent(
        ErrorKind.IdempotencyKeyReused,
        "The IdempotencyKey \"%s\" was used for %s with another %s."
            .formatted(command.key().orElse(""), command.name(), String.join(", ", differences)),
        "The journal has that command as done, or it may have been done. Give this one a key of"
            + " its own.",
        ExitCode.NEEDS_A_PERSON);
  }

  private static ErrorRecord repeatWasRejected() {
    return ErrorRecord.notSent(
        ErrorKind.OutcomeUnknown,
        "It may have been done: an earlier attempt was not answered, and the service rejected it"
            + " when it was sent again. It is not sent any more.",
        "Look at the customer's carts and orders. If it was not done, run it under another"
            + " IdempotencyKey, or with another journal.",
        ExitCode.NEEDS_A_PERSON);
  }

  /** Why the journal's command is not this account's, or not this service's. */
  private Optional<ErrorRecord> otherAccount(CommandState has) throws InterruptedException {
    Sent.@Nullable By before = has.by();
    try {
      Sent.By now = sender();
      if (now.equals(before) || before == null) {
        return Optional.empty();
      }
      return Optional.of(
          ErrorRecord.notSent(
              ErrorKind.OtherAccount,
              "An earlier run sent it as %s to %s; you are signed in as %s at %s."
                  .formatted(before.account(), before.service(), now.account(), now.service()),
              "Run it again as that account.",
              ExitCode.NEEDS_A_PERSON));
    } catch (SignInException e) {
      return has.kind() == Kind.DONE ? Optional.empty() : Optional.of(ErrorRecord.of(e));
    }
  }

  private Sent.By sender() throws SignInException, InterruptedException {
    Account account = call.await(tokens::account);
    return new Sent.By(account.name(), service());
  }

  private String service() {
    @Nullable String name = run.settings().service();
    return name == null ? partnerCenter.settings().endpoint().base().toString() : name;
  }

  /** Sends the command, or sends it again, if nothing stands against it. */
  private Answer send()
      throws PartnerCenterException, SignInException, InterruptedException, IOException {
    Optional<ErrorRecord> against = against();
    if (against.isPresent()) {
      return known.refuse(against.get());
    }
    if (command.cmdlet() instanceof Cmdlet.Read read) {
      return read(read);
    }
    Optional<String> warning =
        run.tokenWarning(call.await(tokens::claims), call.await(tokens::account), partnerCenter);
    Answer answer = send((Cmdlet.Change) command.cmdlet());
    return warning.map(answer::withWarning).orElse(answer);
  }

  private Answer send(Cmdlet.Change cmdlet)
      throws PartnerCenterException, SignInException, InterruptedException, IOException {
    Sent.@Nullable By sender = known.journal().isPresent() ? sender() : null;
    if (sender != null && known.journal().get().isFull()) {
      return known.refuse(journalFull());
    }
    CartChange change = new CartChange(command, known, partnerCenter, call, sender);
    if (cmdlet instanceof Cmdlet.Creation creation) {
      return warned(creation, Set::of, change.create(creation, requestIdOfKey(creation)));
    }
    if (cmdlet instanceof Cmdlet.Checkout checkout) {
      Optional<ErrorRecord> changed = changedSinceShown(checkout);
      return changed.isPresent() ? known.refuse(changed.get()) : change.checkOut(checkout);
    }
    Cmdlet.Update update = (Cmdlet.Update) cmdlet;
    Cart present = partnerCenter.getCartToChange(update.customerId(), update.cart(), call);
    return warned(
        update,
        present::unknownValues,
        change.update(update, present, run.shownCarts().state(CartKey.of(update.cart()))));
  }

  /**
   * The answer with a warning of each value that is not known.
   *
   * @param ofService the values that the service itself has answered, asked for where there is one
   */
  private static Answer warned(
      Cmdlet.Change change, Supplier<Set<String>> ofService, Answer answer) {
    List<UnknownValue> unknown = change.unknownValues();
    if (unknown.isEmpty()) {
      return answer;
    }
    Set<String> known = ofService.get();
    return answer.withWarnings(
        unknown.stream()
            .filter(value -> !known.contains(value.value()))
            .map(UnknownValue::warning)
            .toList());
  }

  /** The same for each run of the command, so that one cart is made for as long as it is known. */
  private Optional<UUID> requestIdOfKey(Cmdlet.Creation creation)
      throws SignInException, InterruptedException {
    if (command.key().isEmpty()) {
      return Optional.empty();
    }
    Account account = call.await(tokens::account);
    return Optional.of(
        RequestIdOfKey.of(
            service(),
            account.tenant().orElse(""),
            command.name(),
            creation.customerId().toLowerCase(Locale.ROOT),
            command.key().get()));
  }

  private Optional<ErrorRecord> against() {
    return command
        .cartKey()
        .filter(cart -> command.cmdlet() instanceof Cmdlet.Change)
        .flatMap(cart -> run.failures().against(command, cart, inFlight.seen()))
        .map(
            failed ->
                ErrorRecord.notSent(
                    ErrorKind.EarlierCommandFailed,
                    "The command of line %d, on which this one builds, has failed."
                        .formatted(failed.line()),
                    "Nothing was sent. See the error of that line first.",
                    failed.exitCode()));
  }

  private static ErrorRecord journalFull() {
    return ErrorRecord.notSent(
        ErrorKind.JournalError,
        "The journal can't be written, so nothing more is bought or changed.",
        "Make room on the disk, and run the same input with the same journal again.",
        ExitCode.RUN_AGAIN);
  }

  private Answer read(Cmdlet.Read read) throws PartnerCenterException, SignInException {
    @Nullable UUID given = command.envelope().request().given();
    Cart cart =
        partnerCenter.getCart(
            read.customerId(), read.cart(), given == null ? UUID.randomUUID() : given, call);
    return Answer.ofResult(cart.toPowerShell())
        .showing(new Answer.Shown(read.cart(), cart.state(), true, known.journal().isPresent()));
  }

  /** What was shown is what is bought: why a checkout would buy something else. */
  private Optional<ErrorRecord> changedSinceShown(Cmdlet.Checkout checkout)
      throws PartnerCenterException, SignInException {
    String key = CartKey.of(checkout.cart());
    Optional<String> shown =
        run.shownCarts()
            .state(key)
            .or(() -> known.journal().flatMap(journal -> journal.lastPrinted(key)));
    if (shown.isEmpty() || run.shownCarts().isFresh(key)) {
      return Optional.empty();
    }
    Cart present;
    try {
      present =
          partnerCenter.getCart(checkout.customerId(), checkout.cart(), UUID.randomUUID(), call);
    } catch (PartnerCenterException e) {
      if (e.failure().isFinal()) {
        // The checkout is answered with the reason, or with what was ordered.
        return Optional.empty();
      }
      throw e;
    }
    if (present.isOrdered() || present.state().equals(shown.get())) {
      return Optional.empty();
    }
    return Optional.of(
        ErrorRecord.notSent(
            ErrorKind.CartChanged,
            "The cart %s is not what was shown of it last.".formatted(checkout.cart()),
            "Look at it with Get-PartnerCustomerCart, and submit it again.",
            ExitCode.NEEDS_A_PERSON));
  }
}
