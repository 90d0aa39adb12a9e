package io.github.partnercart.faults;

/** What one request suffers on its way through a {@link FaultyRelay}. */
enum RelayFault {
  NONE,
  /** The connection is reset when the request's first byte has come. */
  RESET_BEFORE_REQUEST,
  /** The connection is reset in the middle of the request's body. */
  RESET_DURING_REQUEST,
  /** The connection is reset when the request has come, which the service never sees. */
  RESET_AFTER_REQUEST,
  /** The service does the work; the connection is reset instead of the answer. */
  ANSWER_LOST,
  /** The service does the work; the answer ends within its headers. */
  HALF_HEADERS,
  /** The service does the work; the answer ends within its body. */
  HALF_BODY,
  /** The service does the work; the answer's body is no cart. */
  GARBAGE,
  /** The answer comes in small pieces, but comes. */
  DRIBBLED,
  /** A byte of the answer now and then, without end. */
  NEVER_ENDING,
  THROTTLED,
  THROTTLED_WITH_RETRY_AFTER,
  ERROR_BEFORE_WORK,
  ERROR_AFTER_WORK,
  /** A fatal TLS alert instead of a handshake; what is not encrypted is reset. */
  ALERT_INSTEAD_OF_HANDSHAKE,
  /** The service does the work; a TLS alert in the clear stands in the answer's place. */
  ALERT_INSTEAD_OF_ANSWER;

  /** Whether the service is asked at all. */
  boolean reachesService() {
    return switch (this) {
      case NONE,
          ANSWER_LOST,
          HALF_HEADERS,
          HALF_BODY,
          GARBAGE,
          DRIBBLED,
          NEVER_ENDING,
          ERROR_AFTER_WORK,
          ALERT_INSTEAD_OF_ANSWER ->
          true;
      default -> false;
    };
  }
}
