package io.github.partnercart.partnercenter;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP date, in each of its three forms.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, section 5.6.7</a>
 */
final class HttpDate {
  private static final List<DateTimeFormatter> FORMS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          inUtc(
              new DateTimeFormatterBuilder()
                  .appendPattern("EEEE, dd-MMM-")
                  // Of two digits, 69 is 2069 and 70 is 1970, as POSIX has it.
                  .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
                  .appendPattern(" HH:mm:ss 'GMT'")),
          inUtc(new DateTimeFormatterBuilder().appendPattern("EEE MMM ppd HH:mm:ss yyyy")));

  private HttpDate() {}

  private static DateTimeFormatter inUtc(DateTimeFormatterBuilder form) {
    return form.toFormatter(Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** Reads a date; empty if it is none. */
  static Optional<Instant> parse(String text) {
    for (DateTimeFormatter form : FORMS) {
      try {
        return Optional.of(ZonedDateTime.parse(text, form).toInstant());
      } catch (DateTimeException e) {
        // Another form, or none.
      }
    }
    return Optional.empty();
  }
}
