package io.github.partnercart.sandbox;

/** Where the sandbox learns what each request suffers. Safe for use by many threads at once. */
interface Faults {
  /** Returns what the next request suffers, {@link InjectedFault#NONE} for nothing. */
  InjectedFault next();
}
