package io.github.partnercart.sandbox;

import java.time.Duration;

/**
 * What one request suffers.
 *
 * @param when where on the request's way it strikes
 * @param status what is answered instead, 0 for a dropped connection
 * @param delay how long a slow request takes
 */
record Fault(When when, int status, Duration delay) {
  enum When {
    NEVER,
    BEFORE_THE_WORK,
    AFTER_THE_WORK,
    DURING_THE_WORK
  }

  static final int DROPPED = 0;
  static final Fault NONE = new Fault(When.NEVER, DROPPED, Duration.ZERO);
  static final Fault DROPPED_BEFORE = new Fault(When.BEFORE_THE_WORK, DROPPED, Duration.ZERO);
  static final Fault DROPPED_AFTER = new Fault(When.AFTER_THE_WORK, DROPPED, Duration.ZERO);
  static final Fault UNAVAILABLE_AFTER = new Fault(When.AFTER_THE_WORK, 503, Duration.ZERO);

  static Fault errorBefore(int status) {
    return new Fault(When.BEFORE_THE_WORK, status, Duration.ZERO);
  }

  static Fault slow(Duration delay) {
    return new Fault(When.DURING_THE_WORK, DROPPED, delay);
  }
}
