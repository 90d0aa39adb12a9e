package io.github.partnercart.command;

import io.github.partnercart.signin.AccessTokenSource;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A service that gives the answers that a test has put into its queue; a new one for each test. */
final class ScriptedService implements BeforeEachCallback, AfterEachCallback {
  static final String REJECTED = "{\"code\":\"800062\",\"description\":\"Not eligible.\"}";
  static final String ORDERED = "{\"orders\":[{\"id\":\"o1\"}]}";

  /** One order was made, the other one failed. */
  static final String PARTLY =
      "{\"orders\":[{\"id\":\"o1\"}],\"orderErrors\":"
          + "[{\"orderGroupId\":\"1\",\"code\":800062,\"description\":\"Not eligible.\"}]}";

  private final MockWebServer server = new MockWebServer();

  /** Starts it; a request too many is answered at once, rather than never. */
  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    QueueDispatcher answers = new QueueDispatcher();
    answers.setFailFast(true);
    server.setDispatcher(answers);
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.close();
  }

  String address() {
    return server.url("/").toString();
  }

  int port() {
    return server.getPort();
  }

  /** A run without a journal that sends its requests here. */
  TestRun run(AccessTokenSource tokens) {
    return new TestRun(address(), tokens, Journals.none(), false);
  }

  /** The answer to the next request that has none yet. */
  void answers(int status, String body) {
    server.enqueue(new MockResponse.Builder().code(status).body(body).build());
  }

  /** The next request that came. */
  RecordedRequest request() throws InterruptedException {
    return Objects.requireNonNull(server.takeRequest(5, TimeUnit.SECONDS));
  }

  /** The MS-RequestId of the next request that came. */
  String requestId() throws InterruptedException {
    return id(request());
  }

  static String id(RecordedRequest request) {
    return String.valueOf(request.getHeaders().get("MS-RequestId"));
  }

  /** How many came. */
  int requests() {
    return server.getRequestCount();
  }

  /** The cart c1 of one item. */
  static String cart(int quantity) {
    return "{\"id\":\"c1\",\"lineItems\":[{\"id\":0,\"catalogItemId\":\"A:1:B\",\"quantity\":%d}]}"
        .formatted(quantity);
  }
}
