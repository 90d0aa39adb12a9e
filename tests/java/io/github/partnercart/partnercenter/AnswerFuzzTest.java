package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonElement;
import io.github.partnercart.cart.Cart;
import io.github.partnercart.cart.CartCheckoutResult;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service's answers, from bytes of any kind. */
class AnswerFuzzTest {
  private static final int LIMIT = 64 * 1024;

  @FuzzTest
  void anAnswerIsShownOrToldToBeNone(byte[] body) {
    Fault.of(body);
    try {
      JsonElement answer = JsonReading.OF_ANSWERS.read(body);
      Cart.of(answer).map(Cart::toPowerShell).ifPresent(shown -> assertTrue(shown.has("CartId")));
      CartCheckoutResult.of(answer)
          .map(CartCheckoutResult::toPowerShell)
          .ifPresent(shown -> assertTrue(shown.has("Orders")));
    } catch (InvalidJsonException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  @FuzzTest
  void headersAndPackedBodiesAreReadOrToldToBeUnreadable(FuzzedDataProvider data) {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of(
                "Retry-After", List.of(data.consumeAsciiString(40)),
                "Date", List.of(data.consumeAsciiString(40)),
                "Content-Encoding", List.of(data.pickValue(new String[] {"gzip", "identity"}))),
            (name, value) -> true);
    AnswerBody.Content body = new AnswerBody.Content(data.consumeRemainingAsBytes(), true);
    new HttpAnswer(429, headers, body)
        .retryAfter()
        .ifPresent(
            delay -> assertFalse(delay.isNegative() || delay.compareTo(Duration.ofDays(365)) > 0));
    try {
      assertTrue(
          AnswerBody.decode(headers, body, LIMIT).bytes().length
              <= Math.max(LIMIT, body.bytes().length));
    } catch (IOException e) {
      // It is not what its header says.
    }
  }
}
