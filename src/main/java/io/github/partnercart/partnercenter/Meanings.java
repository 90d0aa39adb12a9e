package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import io.github.partnercart.partnercenter.ServiceCode.Cure;
import java.util.Set;
import java.util.regex.Pattern;
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

  /** An order that was placed can't be found for some minutes. */
  private static final String ORDER_NOT_FOUND = "20000";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private Meanings() {}

  /** What an answer means that is not a success. */
  static Meaning of(HttpAnswer answer, Kind kind) {
    int status = answer.status();
    if (answer.isRefusal()) {
      return Meaning.REJECTED;
    }
    if (LATER.contains(status)) {
      return Meaning.LATER;
    }
    Fault fault = Fault.of(answer.body());
    @Nullable Cure cure = cure(fault);
    if (status == 500 && cure == Cure.LINE_ITEM) {
      return Meaning.REJECTED;
    }
    if (status < 400 || status >= 500 || status == 408) {
      return Meaning.OPEN;
    }
    if (!isOfService(fault, status)) {
      // It is the page of something in between.
      return status == 409 ? ofConflict(kind) : Meaning.OPEN;
    }
    if (kind == Kind.CHECKOUT
        && (cure == Cure.EARLIER_REQUEST || ORDER_NOT_FOUND.equals(fault.code()))) {
      return Meaning.OPEN;
    }
    if (cure == Cure.TIME || cure == Cure.SIGN_IN || status == EXPECTATION_FAILED) {
      return Meaning.LATER;
    }
    if (status == 409 && (cure == null || !cure.isRefusal())) {
      return ofConflict(kind);
    }
    return fault.isRetryable() ? Meaning.LATER : Meaning.REJECTED;
  }

  /**
   * Whether the service itself has looked at the request. Its codes are numbers, of which not all
   * are documented; where something in between has a code of its own, only a 400 says that the
   * request was not let through as it is.
   */
  private static boolean isOfService(Fault fault, int status) {
    return fault.code() != null
        && (status == 400
            || NUMBER.matcher(fault.code()).matches()
            || ServiceCode.of(fault.code()).isPresent());
  }

  private static @Nullable Cure cure(Fault fault) {
    return ServiceCode.of(fault.code()).map(ServiceCode::cure).orElse(null);
  }

  /** At a purchase, an earlier request may be doing it. */
  private static Meaning ofConflict(Kind kind) {
    return kind == Kind.UPDATE ? Meaning.LATER : Meaning.OPEN;
  }

  /**
   * Whether the cart is being ordered by an earlier request, so that its end is to be waited for.
   */
  static boolean isInProgress(HttpAnswer answer, Kind kind) {
    return kind == Kind.CHECKOUT
        && answer.status() == 409
        && cure(Fault.of(answer.body())) == Cure.EARLIER_REQUEST;
  }
}
