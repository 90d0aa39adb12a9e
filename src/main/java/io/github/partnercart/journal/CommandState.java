package io.github.partnercart.journal;

import io.github.partnercart.journal.Answered.Means;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a journal has of one command. Its records change it in their order; what is long in them
 * stays on the disk and is read again where it is needed.
 */
public final class CommandState {
  /** What there is of a command. */
  public enum Kind {
    /** No record. */
    NOTHING,
    /** It may be done later: not sent, or only answers that prove that nothing was done. */
    LATER,
    DONE,
    /** A checkout of which some orders failed. */
    PARTIAL,
    /** Rejected for good. */
    REJECTED,
    /** It may have been done. */
    OPEN
  }

  static final long NOWHERE = -1;

  private Kind kind = Kind.NOTHING;

  /** Whether the last record is a request without an answer. */
  private boolean isUnanswered;

  private boolean isNeverSent;
  private boolean isRepeatRejected;
  private @Nullable String content;
  private Sent.@Nullable By by;
  private String cart = "";
  private boolean isInThisInput;
  private long sentAt = NOWHERE;
  private long answeredAt = NOWHERE;
  private long resultAt = NOWHERE;

  CommandState() {}

  /** A request without an answer leaves the command open, whatever is answered to a later one. */
  void isSent(Sent.By sender, String contentDigest, String sentCart, long position) {
    if (isUnanswered) {
      kind = Kind.OPEN;
    }
    isUnanswered = true;
    isRepeatRejected = kind == Kind.OPEN && isRepeatRejected;
    by = sender;
    content = contentDigest;
    cart = sentCart;
    sentAt = position;
  }

  void isAnswered(Means means, String answeredCart, long position) {
    isUnanswered = false;
    answeredAt = position;
    isNeverSent = means == Means.NOT_SENT;
    if (means == Means.DONE || means == Means.PARTIAL) {
      kind = means == Means.DONE ? Kind.DONE : Kind.PARTIAL;
      cart = answeredCart.isEmpty() ? cart : answeredCart;
      resultAt = position;
    } else if (kind == Kind.OPEN || means == Means.OPEN) {
      isRepeatRejected |= kind == Kind.OPEN && means == Means.REJECTED;
      kind = Kind.OPEN;
    } else if (resultAt != NOWHERE) {
      kind = Kind.PARTIAL;
    } else {
      kind = means == Means.REJECTED ? Kind.REJECTED : Kind.LATER;
    }
  }

  void isRead() {
    isInThisInput = true;
  }

  boolean isInThisInput() {
    return isInThisInput;
  }

  /** What there is of the command. */
  public Kind kind() {
    return isUnanswered ? Kind.OPEN : kind;
  }

  /** Whether it was done, or may have been, at least in part. */
  public boolean isKept() {
    return switch (kind()) {
      case OPEN, PARTIAL, DONE -> true;
      case NOTHING, LATER, REJECTED -> false;
    };
  }

  /** Whether it may be done later, and nothing of it has left this machine. */
  public boolean isNeverSent() {
    return isNeverSent && kind() == Kind.LATER;
  }

  /** Whether it is open and its repeat was rejected. */
  public boolean isRepeatRejected() {
    return isRepeatRejected;
  }

  /** Whether a request of it was stored. */
  public boolean hasRequest() {
    return sentAt != NOWHERE;
  }

  /** Whether a result of it was stored, of a checkout maybe one of which some orders failed. */
  public boolean hasResult() {
    return resultAt != NOWHERE;
  }

  /** Whether a command with this content is the one that was sent. */
  public boolean hasContent(Map<String, String> digests) {
    return digestOf(digests).equals(content);
  }

  static String digestOf(Map<String, String> digests) {
    StringBuilder all = new StringBuilder();
    digests.forEach((name, digest) -> all.append(name).append('=').append(digest).append(' '));
    return all.toString();
  }

  /** Who sent it; null if it was never sent. */
  public Sent.@Nullable By by() {
    return by;
  }

  /** The cart that it created, changed or checked out; empty where that is not known. */
  public String cart() {
    return cart;
  }

  long sentAt() {
    return sentAt;
  }

  long answeredAt() {
    return answeredAt;
  }

  long resultAt() {
    return resultAt;
  }
}
