package io.github.partnercart;

import java.util.Arrays;
import java.util.Objects;

/**
 * Ends the threads in which the JDK's HTTP clients wait for the network.
 *
 * <p>A JVM that is to end waits 300 ms for threads that are inside the operating system, as these
 * always are. They end when they are interrupted; {@code HttpClient.close()} came with Java 21
 * only. By then nothing may be under way any more.
 */
final class HttpSelectors {
  private static final String NAME = "-SelectorManager";
  private static final int PATIENCE_MILLIS = 50;

  private HttpSelectors() {}

  static void end() throws InterruptedException {
    Thread[] threads = new Thread[Thread.activeCount() + 16];
    Thread.enumerate(threads);
    Thread[] selectors =
        Arrays.stream(threads)
            .filter(Objects::nonNull)
            .filter(thread -> thread.getName().endsWith(NAME))
            .toArray(Thread[]::new);
    for (Thread selector : selectors) {
      selector.interrupt();
    }
    for (Thread selector : selectors) {
      selector.join(PATIENCE_MILLIS);
    }
  }
}
