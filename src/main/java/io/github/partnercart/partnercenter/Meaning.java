package io.github.partnercart.partnercenter;

/** What the end of one request means for the purchase or change that it asked for. */
public enum Meaning {
  /** It was done. */
  DONE,
  /** A checkout was done, but for some of its orders. */
  PARTIAL,
  /** The service said no, and will say no again. */
  REJECTED,
  /** The service said no, and may say yes later. */
  LATER,
  /** The request has not left this machine. */
  NOT_SENT,
  /** It may have been done. */
  OPEN
}
