package io.github.partnercart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What would hold up the end of the process is gone by then. */
class HttpSelectorsTest {
  @Test
  void theThreadOfAnHttpClientEndsBeforeTheProcessDoes() throws Exception {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    // In a group of its own, so that the clients of other tests are left alone.
    ThreadGroup process = new ThreadGroup("process");
    Thread main =
        new Thread(
            process,
            () -> {
              try {
                exchange();
                HttpSelectors.end();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
    main.start();
    main.join();

    assertEquals(null, failure.get());
    Thread[] left = new Thread[64];
    int count = process.enumerate(left);
    for (int i = 0; i < count; i++) {
      assertNotNull(left[i]);
      assertFalse(left[i].getName().contains("Selector"), left[i]::toString);
    }
  }

  private static void exchange() throws Exception {
    try (MockWebServer service = new MockWebServer()) {
      service.start();
      service.enqueue(new MockResponse.Builder().code(204).build());
      URI address = service.url("/").uri();
      HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
