package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import io.github.partnercart.partnercenter.ServiceCode.Cure;
import java.util.Optional;
import java.util.Set;

/**
 * What an answer that is a failure means for the purchase or change: the service's code counts
 * before the status.
 */
final class Meanings {
  /** Who asked must change, how often, or what it was made from: the purchase was not looked at. */
  private static final Set<Integer> LATER = Set.of(401, 407, 417, 429);

  private Meanings() {}

  /** What an answer means that is not a success. */
  static Meaning of(HttpAnswer answer, Kind kind) {
    int status = answer.status();
    Fault fault = Fault.of(answer.body());
    Optional<Cure> cure = ServiceCode.of(fault.code()).map(ServiceCode::cure);
    if (LATER.contains(status) || cure.filter(Cure.TIME::equals).isPresent()) {
      return Meaning.LATER;
    }
    boolean isNo = cure.filter(c -> c == Cure.COMMAND || c == Cure.OUTSIDE).isPresent();
    if (status == 409 && !isNo) {
      // At a purchase, an earlier request may be doing it.
      return kind == Kind.UPDATE ? Meaning.LATER : Meaning.OPEN;
    }
    if (status >= 400 && status < 500 && status != 408) {
      // Without the service's code it is the page of something in between.
      if (fault.code() == null) {
        return Meaning.OPEN;
      }
      return fault.isRetryable() ? Meaning.LATER : Meaning.REJECTED;
    }
    // Some faults of a line item have the status 500.
    boolean isOfItem = status >= 500 && cure.filter(Cure.COMMAND::equals).isPresent();
    return isOfItem ? Meaning.REJECTED : Meaning.OPEN;
  }

  /**
   * Whether the cart is being ordered by an earlier request, so that its end is to be waited for.
   */
  static boolean isInProgress(HttpAnswer answer, Kind kind) {
    return kind == Kind.CHECKOUT
        && answer.status() == 409
        && ServiceCode.of(Fault.of(answer.body()).code())
            .filter(code -> code.cure() == Cure.EARLIER_REQUEST)
            .isPresent();
  }
}
