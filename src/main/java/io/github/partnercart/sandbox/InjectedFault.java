package io.github.partnercart.sandbox;

import java.time.Duration;

/**
 * What one request suffers.
 *
 * @param when where on the request's way it strikes
 * @param status what is answered instead, 0 for a dropped connection
 * @param delay how long a slow request takes
 */
record InjectedFault(When when, int status, Duration delay) {
  enum When {
    NEVER,
    BEFORE_THE_WORK,
    AFTER_THE_WORK,
    DURING_THE_WORK
  }

  static final int DROPPED = 0;
  static final InjectedFault NONE = new InjectedFault(When.NEVER, DROPPED, Duration.ZERO);
  static final InjectedFault DROPPED_BEFORE =
      new InjectedFault(When.BEFORE_THE_WORK, DROPPED, Duration.ZERO);
  static final InjectedFault DROPPED_AFTER =
      new InjectedFault(When.AFTER_THE_WORK, DROPPED, Duration.ZERO);
  static final InjectedFault UNAVAILABLE_AFTER =
      new InjectedFault(When.AFTER_THE_WORK, 503, Duration.ZERO);

  static InjectedFault errorBefore(int status) {
    return new InjectedFault(When.BEFORE_THE_WORK, status, Duration.ZERO);
  }

  static InjectedFault slow(Duration delay) {
    return new InjectedFault(When.DURING_THE_WORK, DROPPED, delay);
  }
}
