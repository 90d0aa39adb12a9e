package io.github.partnercart.partnercenter;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a user is advised to do next, in words. */
public final class Advice {
  static final String PARTIAL =
      "The orders in the result were placed. Look at the errors of the others; then submit the"
          + " same cart again, which orders only what failed.";

  private static final String MAY_BE_DONE = "It may have been done. ";

  private Advice() {}

  /** The purchase or change may have been done. */
  static String unknown(Repeat repeat, UUID requestId, boolean isRepeatRejected) {
    if (isRepeatRejected) {
      return MAY_BE_DONE
          + "An earlier attempt was not answered, and the service rejected it when it was sent"
          + " again. Look at the customer's carts and orders before you buy it anew.";
    }
    return unknown(repeat, requestId);
  }

  /**
   * The purchase or change may have been done.
   *
   * @param requestId the MS-RequestId that it was sent under; null where that is not known
   */
  public static String unknown(Repeat repeat, @Nullable UUID requestId) {
    return MAY_BE_DONE
        + switch (repeat) {
          case WITH_JOURNAL -> "Run the same input with the same journal again.";
          case WITH_KEY_AND_JOURNAL ->
              "Repeat the command with the same IdempotencyKey and the same journal: it is done"
                  + " once.";
          case WITH_KEY ->
              "Repeat the command with the same IdempotencyKey: the service then answers what was"
                  + " done instead of doing it twice.";
          case WITH_REQUEST_ID ->
              requestId == null
                  ? "Look at the customer's carts and orders before you repeat the command."
                  : ("Repeat the command with \"RequestId\":\"%s\": the service then answers what was"
                          + " done instead of doing it twice. Without that id, look at the customer's"
                          + " carts and orders first.")
                      .formatted(requestId);
          case SAME_CART ->
              "Submit the same cart again: the service then answers what was done instead of"
                  + " doing it twice. Do not make another cart.";
          case LOOK_FIRST ->
              "Look at the cart with Get-PartnerCustomerCart before you repeat the command.";
        };
  }

  /** What helps where the service says no more than its status. */
  static Optional<String> ofStatus(int status) {
    return switch (status) {
      case 401 ->
          Optional.of(
              "Sign in again. If that does not help, see that the application is registered under"
                  + " App management in Partner Center.");
      case 403 ->
          Optional.of(
              "Look at the roles of who is signed in, and at your relationship with the customer, in"
                  + " Partner Center.");
      default -> Optional.empty();
    };
  }

  /** The service said no. */
  static Optional<String> rejected(Repeat repeat, boolean isFinal) {
    if (!isFinal) {
      return Optional.empty();
    }
    return switch (repeat) {
      case WITH_KEY ->
          Optional.of(
              "An earlier run may have done it. A command that you have fixed needs a new"
                  + " IdempotencyKey.");
      case WITH_JOURNAL, WITH_KEY_AND_JOURNAL ->
          Optional.of("Fix the command, or its cause and run it again with --retry-rejected.");
      default -> Optional.empty();
    };
  }
}
