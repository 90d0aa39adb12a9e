package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import io.github.partnercart.partnercenter.ServiceCode.Cure;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer that is a failure means for the purchase or change: its status, and the service's
 * code where the status says that the service has looked at it.
 */
final class Meanings {
  /** Who asked must change, or how often: the purchase itself was not looked at. */
  private static final Set<Integer> LATER = Set.of(401, 407, 429);

  /** The service's own pre-condition failed; without its code it may be a proxy's word. */
  private static final int EXPECTATION_FAILED = 417;

  /** Faults of a line item, although their status is 500. */
  private static final Set<String> ITEM_FAULTS = Set.of("800031", "800083", "800084", "800087");

  /** An order that was placed can't be found for some minutes. */
  private static final String ORDER_NOT_FOUND = "20000";

  private Meanings() {}

  /** What an answer means that is not a success. */
  static Meaning of(HttpAnswer answer, Kind kind) {
    int status = answer.status();
    if (LATER.contains(status)) {
      return Meaning.LATER;
    }
    String code = Fault.of(answer.body()).code();
    if (status == 500 && code != null && ITEM_FAULTS.contains(code)) {
      return Meaning.REJECTED;
    }
    if (status < 400 || status >= 500 || status == 408) {
      return Meaning.OPEN;
    }
    return code == null ? ofStatus(status, kind) : ofRefusal(answer, code, kind);
  }

  /** Without the service's code it is the page of something in between. */
  private static Meaning ofStatus(int status, Kind kind) {
    return status == 409 && kind == Kind.UPDATE ? Meaning.LATER : Meaning.OPEN;
  }

  private static Meaning ofRefusal(HttpAnswer answer, String code, Kind kind) {
    @Nullable Cure cure = ServiceCode.of(code).map(ServiceCode::cure).orElse(null);
    if (kind == Kind.CHECKOUT && (cure == Cure.EARLIER_REQUEST || code.equals(ORDER_NOT_FOUND))) {
      return Meaning.OPEN;
    }
    if (cure == Cure.TIME || cure == Cure.SIGN_IN || answer.status() == EXPECTATION_FAILED) {
      return Meaning.LATER;
    }
    if (answer.status() == 409 && cure != Cure.COMMAND && cure != Cure.OUTSIDE) {
      // At a purchase, an earlier request may be doing it.
      return kind == Kind.UPDATE ? Meaning.LATER : Meaning.OPEN;
    }
    return Fault.of(answer.body()).isRetryable() ? Meaning.LATER : Meaning.REJECTED;
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
