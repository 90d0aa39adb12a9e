package io.github.partnercart.cart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's time stamps as .NET shows a UTC DateTime: at most 7 digits of a second. */
final class Timestamps {
  private static final Pattern MICROSOFT_DATE = Pattern.compile("/Date\\((-?\\d{1,15})\\)/");
  private static final String DATE = "0000-00-00";
  private static final String SHORTEST = "0000-00-00T00:00:00Z";
  private static final String LONGEST = "0000-00-00T00:00:00.0000000Z";
  private static final int TICKS_PER_SECOND = 10_000_000;

  private Timestamps() {}

  /**
   * Returns the time in UTC, or the text itself where it is no time. One without zone is UTC, and
   * so is a bare date.
   */
  static String toUtc(String text) {
    if (isAsShown(text)) {
      return text;
    }
    try {
      Matcher microsoftDate = MICROSOFT_DATE.matcher(text);
      return microsoftDate.matches()
          ? show(Instant.ofEpochMilli(Long.parseLong(microsoftDate.group(1))))
          : show(parse(text));
    } catch (DateTimeException | ArithmeticException e) {
      return text;
    }
  }

  /**
   * Tells whether the text already is as it is to be shown, as what the service answers is. It
   * costs far less than reading it as a time. Whether the day exists does not matter: else it stays
   * as it is, too.
   */
  private static boolean isAsShown(String text) {
    int length = text.length();
    if (length < SHORTEST.length() || length > LONGEST.length()) {
      return false;
    }
    int last = length - 1;
    String form = length == SHORTEST.length() ? SHORTEST : LONGEST;
    for (int i = 0; i < last; i++) {
      char c = text.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      if (form.charAt(i) == '0' ? !isDigit : c != form.charAt(i)) {
        return false;
      }
    }
    // A fraction's last zeros are not shown.
    boolean hasFraction = length > SHORTEST.length() + 1 && text.charAt(last - 1) != '0';
    return text.charAt(last) == 'Z' && (length == SHORTEST.length() || hasFraction);
  }

  private static Instant parse(String text) {
    TemporalAccessor time =
        text.length() == DATE.length()
            ? LocalDate.parse(text).atStartOfDay()
            : DateTimeFormatter.ISO_DATE_TIME.parseBest(
                text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime withOffset
        ? withOffset.toInstant()
        : ((LocalDateTime) time).toInstant(ZoneOffset.UTC);
  }

  private static String show(Instant instant) {
    long ticks =
        new BigDecimal(instant.getNano())
            .divide(BigDecimal.valueOf(100), 0, RoundingMode.HALF_UP)
            .longValueExact();
    Instant rounded =
        Instant.ofEpochSecond(
            instant.getEpochSecond() + ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * 100);
    // Instant shows 3, 6 or 9 digits; .NET shows no trailing zeros.
    return rounded.toString().replaceFirst("(\\.\\d*?)0+Z$", "$1Z").replace(".Z", "Z");
  }
}
