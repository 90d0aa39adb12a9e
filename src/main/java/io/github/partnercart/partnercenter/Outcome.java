package io.github.partnercart.partnercenter;

/** What became of a command that did not succeed. */
public enum Outcome {
  /** Nothing that could change anything has left this machine. */
  NotSent,
  /** The service said no. */
  Rejected,
  /** A checkout of which some orders failed. */
  Partial,
  /** It may have been done. */
  Unknown
}
