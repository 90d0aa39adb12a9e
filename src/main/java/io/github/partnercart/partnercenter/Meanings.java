package io.github.partnercart.partnercenter;

import io.github.partnercart.partnercenter.PartnerRequest.Kind;
import java.util.Set;

/**
 * What an answer that is a failure means for the purchase or change.
 *
 * @see <a href="https://learn.microsoft.com/partner-center/developer/error-codes">Error codes</a>
 */
final class Meanings {
  /** Who asked must change, or how often: the purchase itself was not looked at. */
  private static final Set<Integer> LATER = Set.of(401, 407, 429);

  /** Something at the customer or the subscription is under way, or under review. */
  private static final Set<String> LATER_CODES =
      Set.of(
          "800014", "800036", "800073", "800074", "800082", "900112", "900113", "900278", "20000");

  /** Faults of a line item, although their status is 500. */
  private static final Set<String> REJECTED_CODES = Set.of("800031", "800083", "800084", "800087");

  private Meanings() {}

  /** What an answer means that is not a success. */
  static Meaning of(HttpAnswer answer, Kind kind) {
    int status = answer.status();
    String code = Fault.of(answer.body()).code();
    if (LATER.contains(status) || (code != null && LATER_CODES.contains(code))) {
      return Meaning.LATER;
    }
    if (status == 409) {
      // 800060 and 800064: the same cart is being bought by an earlier request.
      return kind == Kind.UPDATE ? Meaning.LATER : Meaning.OPEN;
    }
    if (status >= 400 && status < 500 && status != 408) {
      // Without the service's code it is the page of something in between.
      return code == null ? Meaning.OPEN : Meaning.REJECTED;
    }
    return code != null && REJECTED_CODES.contains(code) ? Meaning.REJECTED : Meaning.OPEN;
  }
}
