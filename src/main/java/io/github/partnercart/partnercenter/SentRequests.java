package io.github.partnercart.partnercenter;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * The MS-RequestIds that this process has sent lately. An answer has the id of its request, or one
 * that the service made; an answer with the id of another request may be that one's, which came too
 * late and was taken for the next one's.
 */
final class SentRequests {
  private static final int MOST = 10_000;

  private record Sent(URI address, UUID correlationId) {}

  private final Map<String, Sent> sent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(PartnerRequest request, Call call) {
    sent.put(request.requestId().toString(), new Sent(request.address(), call.correlationId()));
  }

  /**
   * Whether an answer is that to another request. The answer to a checkout may be one that the
   * service had stored, with the id of an earlier checkout of the same cart.
   */
  synchronized boolean isOfAnother(PartnerRequest request, Call call, HttpAnswer answer) {
    return answer
        .headers()
        .firstValue("MS-RequestId")
        .map(id -> id.strip().toLowerCase(Locale.ROOT))
        .filter(id -> !id.equals(request.requestId().toString()))
        .map(sent::get)
        .filter(
            other ->
                !other.address().equals(request.address())
                    || (request.kind() == PartnerRequest.Kind.CREATION
                        && !other.correlationId().equals(call.correlationId())))
        .isPresent();
  }
}
