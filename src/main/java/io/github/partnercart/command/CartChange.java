package io.github.partnercart.command;

import com.google.gson.JsonObject;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartCheckoutResult;
import io.github.partnercart.cart.OrderStatus;
import io.github.partnercart.journal.Answered;
import io.github.partnercart.journal.Answered.Means;
import io.github.partnercart.journal.Sent;
import io.github.partnercart.partnercenter.Call;
import io.github.partnercart.partnercenter.Change;
import io.github.partnercart.partnercenter.ChangeLog;
import io.github.partnercart.partnercenter.Failure;
import io.github.partnercart.partnercenter.Meaning;
import io.github.partnercart.partnercenter.Outcome;
import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.partnercenter.PartnerCenterException;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sends a purchase or change, with a record of each request and of each answer. */
final class CartChange {
  /** What is sent. */
  private record Outgoing(UUID requestId, @Nullable JsonObject body, @Nullable String madeFrom) {}

  @FunctionalInterface
  private interface Sending<T> {
    T send(Change change) throws PartnerCenterException, SignInException;
  }

  private final Command command;
  private final Known known;
  private final PartnerCenter partnerCenter;
  private final Call call;
  private final Sent.@Nullable By sender;

  /**
   * @param sender who sends it, for the journal; null where there is none
   */
  CartChange(
      Command command,
      Known known,
      PartnerCenter partnerCenter,
      Call call,
      Sent.@Nullable By sender) {
    this.command = command;
    this.known = known;
    this.partnerCenter = partnerCenter;
    this.call = call;
    this.sender = sender;
  }

  /**
   * Creates a cart.
   *
   * @param requestIdOfKey the RequestId of a command with a key
   */
  Answer create(Cmdlet.Creation creation, Optional<UUID> requestIdOfKey)
      throws SignInException, IOException {
    boolean isRepeated = isRepeated();
    boolean isFirstOfKey = requestIdOfKey.isPresent() && !known.hasRequest();
    UUID requestId = isFirstOfKey ? requestIdOfKey.get() : requestId();
    Outgoing outgoing =
        new Outgoing(
            requestId,
            known.isOpen()
                ? known.journal().orElseThrow().lastSent(known.state()).body()
                : creation.body(),
            null);
    JsonObject body = Objects.requireNonNull(outgoing.body());
    boolean mayBeReplay =
        isFirstOfKey || isRepeated || command.envelope().request().mayHaveBeenSent();
    return sendCart(
        outgoing,
        change -> partnerCenter.createCart(creation.customerId(), body, call, change),
        !mayBeReplay);
  }

  /** Places the orders of a cart. */
  Answer checkOut(Cmdlet.Checkout checkout) throws SignInException, IOException {
    Outgoing outgoing = new Outgoing(requestId(), null, null);
    CartCheckoutResult result;
    try {
      result =
          send(
              outgoing,
              change ->
                  partnerCenter.checkOut(checkout.customerId(), checkout.cart(), call, change));
    } catch (PartnerCenterException e) {
      return e.failure().isAlreadyOrdered() ? alreadyOrdered(checkout, e) : failed(e);
    }
    JsonObject orders = result.toPowerShell();
    List<String> advice = OrderStatus.advice(orders);
    String shown = orders.toString();
    if (!result.hasFailedOrders()) {
      return stored(
          new Answered(Means.DONE, checkout.cart(), null, shown, null),
          Answer.ofResult(shown).withWarnings(advice));
    }
    ErrorRecord error = ordersFailed();
    return stored(
        new Answered(Means.PARTIAL, checkout.cart(), null, shown, error.toJson().toString()),
        Answer.ofPart(shown, error).withWarnings(advice));
  }

  /** An earlier request has ordered the cart, if it says so itself. */
  private Answer alreadyOrdered(Cmdlet.Checkout checkout, PartnerCenterException e)
      throws SignInException, IOException {
    try {
      if (!partnerCenter
          .getCart(checkout.customerId(), checkout.cart(), UUID.randomUUID(), call)
          .isOrdered()) {
        return failed(e);
      }
    } catch (PartnerCenterException unread) {
      return failed(e);
    }
    String shown = CartCheckoutResult.alreadyOrdered().toPowerShell().toString();
    return stored(
        new Answered(Means.DONE, checkout.cart(), null, shown, null),
        Answer.ofResult(shown)
            .withWarning(
                "The cart was ordered before: its orders are in the customer's order history."));
  }

  private static ErrorRecord ordersFailed() {
    return new ErrorRecord(
        ErrorRecord.Name.of(ErrorKind.OrdersFailed),
        "Some orders of the cart failed; the result says which and why.",
        Outcome.Partial,
        PartnerCenter.ADVICE_AFTER_FAILED_ORDERS,
        ExitCode.NEEDS_A_PERSON,
        new JsonObject());
  }

  /**
   * Changes a cart.
   *
   * @param present what it is now
   * @param shown its state that this run has shown last
   */
  Answer update(Cmdlet.Update update, Cart present, Optional<String> shown)
      throws SignInException, IOException {
    if (known.isOpen()) {
      return settle(update, present);
    }
    if (update.replaces() && known.hasRequest() && !known.isNeverSent()) {
      @Nullable String before = known.journal().orElseThrow().lastSent(known.state()).madeFrom();
      if (!present.state().equals(before) && !shown.equals(Optional.of(present.state()))) {
        return known.refuse(
            ErrorRecord.notSent(
                ErrorKind.CartChanged,
                "The cart %s was changed since this command was sent before."
                    .formatted(update.cart()),
                "Look at it with Get-PartnerCustomerCart, and run the command again.",
                ExitCode.NEEDS_A_PERSON));
      }
    }
    Outgoing outgoing = new Outgoing(requestId(), update.changed(present).rest(), present.state());
    return put(update, outgoing);
  }

  /** An update that may have been done: the cart shows whether it was. */
  private Answer settle(Cmdlet.Update update, Cart present) throws SignInException, IOException {
    Sent sent = known.journal().orElseThrow().lastSent(known.state());
    JsonObject body = Objects.requireNonNull(sent.body());
    if (present.isAsWrittenIn(body)) {
      return storedCart(present, true);
    }
    if (present.state().equals(sent.madeFrom()) && !known.isRepeatRejected()) {
      return put(update, new Outgoing(UUID.randomUUID(), body, sent.madeFrom()));
    }
    return known.refuse(
        ErrorRecord.notSent(
            ErrorKind.OutcomeUnknown,
            "It may have been done: the cart %s is neither what it was before nor what the command"
                    .formatted(update.cart())
                + " makes of it.",
            "Look at the cart with Get-PartnerCustomerCart. If it is not as it should be, change it"
                + " by a new command.",
            ExitCode.NEEDS_A_PERSON));
  }

  private Answer put(Cmdlet.Update update, Outgoing outgoing) throws SignInException, IOException {
    JsonObject body = Objects.requireNonNull(outgoing.body());
    return sendCart(
        outgoing,
        change -> partnerCenter.putCart(update.customerId(), update.cart(), body, call, change),
        !known.isNeverSent());
  }

  private Answer sendCart(Outgoing outgoing, Sending<Cart> sending, boolean isFresh)
      throws SignInException, IOException {
    try {
      Cart cart = send(outgoing, sending);
      return storedCart(cart, isFresh)
          .withDifferences(cart.differencesFrom(Objects.requireNonNull(outgoing.body())));
    } catch (PartnerCenterException e) {
      return failed(e);
    }
  }

  private <T> T send(Outgoing outgoing, Sending<T> sending)
      throws PartnerCenterException, SignInException {
    Command.RequestIds ids = command.envelope().request();
    boolean isOpen = known.isOpen() || ids.mayHaveBeenSent();
    boolean keepsRequestId =
        ids.given() != null || (known.journal().isEmpty() && command.key().isPresent());
    return sending.send(
        new Change(
            outgoing.requestId(),
            isOpen,
            keepsRequestId,
            command.repeat(known.journal().isPresent()),
            new Log(outgoing)));
  }

  /** Whether the request goes out under the RequestId of one that an earlier run stored. */
  private boolean isRepeated() {
    return known.isOpen() || known.isNeverSent();
  }

  private UUID requestId() throws IOException {
    if (isRepeated()) {
      return known.journal().orElseThrow().lastSent(known.state()).requestId();
    }
    @Nullable UUID given = command.envelope().request().given();
    boolean isKept = command.envelope().request().mayHaveBeenSent() || !known.hasRequest();
    return given != null && isKept ? given : UUID.randomUUID();
  }

  private Answer storedCart(Cart cart, boolean isFresh) {
    String shown = cart.toPowerShell().toString();
    String id = command.invocation().cartId().orElseGet(cart::id);
    return stored(
        new Answered(Means.DONE, id, cart.state(), shown, null),
        Answer.ofResult(shown)
            .showing(new Answer.Shown(id, cart.state(), isFresh, known.journal().isPresent())));
  }

  private Answer stored(Answered answered, Answer answer) {
    return known.answered(answered) ? answer : answer.notStored();
  }

  private Answer failed(PartnerCenterException e) throws IOException {
    Failure failure = e.failure();
    Optional<String> part = known.partialResult();
    ErrorRecord error = ErrorRecord.of(e);
    if (failure.outcome() != Outcome.Unknown && part.isPresent()) {
      error = error.partial();
    }
    Answer answer =
        part.isPresent() && error.outcome() == Outcome.Partial
            ? Answer.ofPart(part.get(), error)
            : Answer.ofError(error);
    if (failure.meaning().isEmpty()) {
      return answer;
    }
    return stored(answered(failure.meaning().get(), error), answer);
  }

  private static Answered answered(Meaning meaning, ErrorRecord error) {
    return new Answered(
        Means.valueOf(meaning.name()),
        "",
        null,
        null,
        meaning == Meaning.REJECTED ? error.toJson().toString() : null);
  }

  /** Stores the requests of the command in the journal. */
  private final class Log implements ChangeLog {
    private final Outgoing outgoing;

    private Log(Outgoing outgoing) {
      this.outgoing = outgoing;
    }

    @Override
    public void sending(UUID requestId) throws IOException {
      if (sender != null) {
        known.sending(
            new Sent(
                sender,
                command.invocation().content(),
                command.invocation().cartId().orElse(""),
                requestId,
                outgoing.body(),
                outgoing.madeFrom()));
      }
    }

    @Override
    public boolean answered(Meaning meaning) {
      return known.answered(new Answered(Means.valueOf(meaning.name()), "", null, null, null));
    }
  }
}
