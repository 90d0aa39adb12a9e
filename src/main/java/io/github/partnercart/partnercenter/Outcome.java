package io.github.partnercart.partnercenter;

/** What a failure means for the purchase or change that was asked for. */
public enum Outcome {
  /** Nothing that could change a cart left this machine. */
  NotSent,
  /** The service said no: nothing was done. */
  Rejected,
  /** The request went out and its answer never came, or can't be read: it may have been done. */
  Unknown
}
