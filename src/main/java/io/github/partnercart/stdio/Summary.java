package io.github.partnercart.stdio;

/**
 * How the commands of a run ended.
 *
 * @param failed how many ended in an error
 * @param notSignedIn how many of these failed for want of an access token
 * @param isOtherInput whether the rest was left alone, as the journal is not of this input
 */
public record Summary(long failed, long notSignedIn, boolean isOtherInput) {
  /**
   * 0: every line succeeded; 1: some failed, or their answers were not read; 2: the journal is not
   * of this input; 3: they failed because nobody is signed in.
   */
  public int exitCode() {
    if (isOtherInput) {
      return 2;
    }
    if (failed == 0) {
      return 0;
    }
    return failed == notSignedIn ? 3 : 1;
  }

  Summary plus(ErrorRecord error) {
    return new Summary(failed + 1, notSignedIn + (error.isSignIn() ? 1 : 0), isOtherInput);
  }

  /** Counts one more failure, which is not for want of a sign-in. */
  Summary plusFailure() {
    return new Summary(failed + 1, notSignedIn, isOtherInput);
  }

  Summary ofOtherInput() {
    return new Summary(failed, notSignedIn, true);
  }
}
