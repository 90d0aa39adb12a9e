package io.github.partnercart.stdio;

/**
 * How the commands of a run ended.
 *
 * @param failed how many ended in an error
 * @param notSignedIn how many of these failed for want of an access token
 */
public record Summary(long failed, long notSignedIn) {
  /**
   * 0: every line succeeded; 1: some failed, or their answers were not read; 3: they failed because
   * nobody is signed in.
   */
  public int exitCode() {
    if (failed == 0) {
      return 0;
    }
    return failed == notSignedIn ? 3 : 1;
  }

  Summary plus(ErrorRecord error) {
    return new Summary(failed + 1, notSignedIn + (error.isSignIn() ? 1 : 0));
  }

  /** Counts that there were answers which nobody read. */
  Summary plusUndelivered() {
    return new Summary(failed + 1, notSignedIn);
  }
}
