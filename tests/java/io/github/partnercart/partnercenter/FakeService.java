package io.github.partnercart.partnercenter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A service without a network: answers as it is told to, and remembers what it was sent. */
final class FakeService implements Transport {
  /** What arrived. */
  record Sent(PartnerRequest request, String token) {}

  /** What comes of one request. */
  @FunctionalInterface
  interface Reaction {
    HttpAnswer to(Call call) throws LostAnswerException;
  }

  private final Deque<Reaction> reactions = new ArrayDeque<>();
  private final List<Sent> sent = new ArrayList<>();

  @Override
  public HttpAnswer send(PartnerRequest request, Call call, String accessToken)
      throws LostAnswerException {
    sent.add(new Sent(request, accessToken));
    if (reactions.isEmpty()) {
      throw new AssertionError("a request too many: " + sent);
    }
    return reactions.remove().to(call);
  }

  List<Sent> sent() {
    return sent;
  }

  FakeService reacts(Reaction reaction) {
    reactions.add(reaction);
    return this;
  }

  FakeService answers(int status, String... headers) {
    return reacts(call -> answer(status, "{\"code\":\"800060\"}", headers));
  }

  /** The request may have arrived, or never left. */
  FakeService loses(boolean isSent) {
    return reacts(
        call -> {
          throw lost(isSent);
        });
  }

  static LostAnswerException lost(boolean isSent) {
    return new LostAnswerException("the connection was lost", isSent, new IOException());
  }

  /**
   * An answer.
   *
   * @param headers a name, its value, and so on
   */
  static HttpAnswer answer(int status, String body, String... headers) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      lines.put(headers[i], List.of(headers[i + 1]));
    }
    return new HttpAnswer(
        status,
        HttpHeaders.of(lines, (name, value) -> true),
        new AnswerBody.Content(body.getBytes(UTF_8), true));
  }
}
