package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer's status and header lines tell. */
class HttpAnswerTest {
  private static final Duration LONGEST = Duration.ofDays(365);

  @Test
  void successIsWhatBeginsWithA2() {
    assertEquals(
        IntStream.range(200, 300).boxed().toList(),
        statuses().filter(status -> of(status).isSuccess()).boxed().toList());
  }

  @Test
  void sixStatusesPass() {
    assertEquals(
        List.of(408, 429, 500, 502, 503, 504),
        statuses().filter(status -> of(status).isTransient()).boxed().toList());
  }

  @Test
  void aReadIsRejectedByWhatIsNeitherASuccessNorAnOutage() {
    assertEquals(
        IntStream.range(300, 500).filter(status -> status != 408).boxed().toList(),
        statuses().filter(status -> of(status).isRejection()).boxed().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "57, 57",
    "' 57 ', 57",
    "0.1, 1",
    "2., 2",
    "2.0, 2",
    "2.000001, 3",
    "31536000, 31536000",
    "31536001, 31536000",
    "99999999999999999999, 31536000"
  })
  void aRetryAfterInSecondsIsRoundedUpAndEndsWithinAYear(String header, long seconds) {
    assertEquals(
        Optional.of(Duration.ofSeconds(seconds)), of(503, "Retry-After", header).retryAfter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", ".5", "1e3", "1,5", "Tue, 31 Dec", "٣"})
  void anythingElseIsNoRetryAfter(String header) {
    assertEquals(Optional.empty(), of(503, "Retry-After", header).retryAfter());
  }

  @Test
  void withoutItThereIsNone() {
    assertEquals(Optional.empty(), of(503).retryAfter());
  }

  @ParameterizedTest
  @CsvSource({
    "2001-02-03T04:05:06Z, 90, 90",
    "2001-02-03T04:05:06Z, 0, 0",
    "2001-02-03T04:05:06Z, -1, 0",
    "2001-02-03T04:05:06Z, 31535999, 31535999",
    "2001-02-03T04:05:06Z, 31536000, 31536000",
    "2001-02-03T04:05:06Z, 31536001, 31536000",
    "2001-02-03T04:05:06Z, 99999999, 31536000"
  })
  void aRetryAfterAsADateCountsFromTheAnswersDate(Instant date, long later, long seconds) {
    HttpAnswer answer =
        of(503, "Date", httpDate(date), "Retry-After", httpDate(date.plusSeconds(later)));

    assertEquals(Optional.of(Duration.ofSeconds(seconds)), answer.retryAfter());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void eachFormOfADateIsRead(String date) {
    assertEquals(
        Duration.ofSeconds(5),
        of(503, "Date", date, "Retry-After", "Sun, 06 Nov 1994 08:49:42 GMT")
            .retryAfter()
            .orElseThrow());
  }

  @Test
  @Timeout(1)
  void aRetryAfterOfMoreDigitsThanANumberIsTheLongest() {
    assertEquals(Optional.of(LONGEST), of(503, "Retry-After", "9".repeat(300_000)).retryAfter());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "today"})
  void withoutADateThatCanBeReadItCountsFromNow(String date) {
    HttpAnswer answer =
        of(
            503,
            "Date",
            date,
            "Retry-After",
            httpDate(Instant.now().plus(LONGEST).minus(Duration.ofDays(1))));

    Duration delay = answer.retryAfter().orElseThrow();

    assertTrue(delay.compareTo(LONGEST.minus(Duration.ofDays(2))) > 0, delay::toString);
    assertTrue(delay.compareTo(LONGEST) < 0, delay::toString);
  }

  private static IntStream statuses() {
    return IntStream.range(100, 600);
  }

  private static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  private static HttpAnswer of(int status, String... headers) {
    return FakeService.answer(status, "", headers);
  }
}
