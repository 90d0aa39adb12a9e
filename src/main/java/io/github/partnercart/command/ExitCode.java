package io.github.partnercart.command;

/** What an answer makes of the exit code; where several apply, the one that comes first counts. */
public enum ExitCode {
  /** Running it again may help. */
  RUN_AGAIN(1),
  /** There is no sign-in, or it was refused. */
  SIGN_IN(3),
  /** Running it again can't change anything: a person must look at it. */
  NEEDS_A_PERSON(4),
  /** It succeeded. */
  DONE(0);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }

  /** The one of both that counts. */
  public ExitCode and(ExitCode other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
