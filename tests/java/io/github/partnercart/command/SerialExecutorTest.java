package io.github.partnercart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final SerialExecutor executor = new SerialExecutor(started::add);

  private void execute(String key, String name) {
    executor.execute(Set.of(key), () -> done.add(name));
  }

  @Test
  void tasksWithDifferentKeysAreStartedAtOnce() {
    execute("a", "a1");
    execute("b", "b1");
    assertEquals(2, started.size());
  }

  @Test
  void taskWaitsForTheOneWithTheSameKey() {
    execute("a", "a1");
    execute("a", "a2");
    execute("a", "a3");
    assertEquals(1, started.size());
    while (!started.isEmpty()) {
      started.remove().run();
    }
    assertEquals(List.of("a1", "a2", "a3"), done);
  }

  @Test
  void keyIsFreeOnceItsTasksAreDone() {
    execute("a", "a1");
    started.remove().run();
    execute("a", "a2");
    assertEquals(1, started.size());
  }

  @Test
  void taskThatFailsDoesNotHoldUpTheNext() {
    CompletableFuture<Void> failed =
        executor.execute(
            Set.of("a"),
            () -> {
              throw new IllegalStateException("on purpose");
            });
    execute("a", "a2");
    started.remove().run();
    assertTrue(failed.isCompletedExceptionally());
    started.remove().run();
    assertEquals(List.of("a2"), done);
  }

  @Test
  void taskThatCouldNotBeStartedSaysSoAndDoesNotHoldUpTheNext() {
    Queue<RuntimeException> failures = new ArrayDeque<>(List.of(new IllegalStateException("no")));
    SerialExecutor serial =
        new SerialExecutor(
            task -> {
              if (!failures.isEmpty()) {
                throw failures.remove();
              }
              task.run();
            });
    assertTrue(serial.execute(Set.of("a"), () -> done.add("a1")).isCompletedExceptionally());
    serial.execute(Set.of("a"), () -> done.add("a2")).join();
    assertEquals(List.of("a2"), done);
  }

  @Test
  void taskWaitsForThoseOfAllItsKeys() {
    execute("a", "a");
    execute("b", "b");
    executor.execute(Set.of("a", "b"), () -> done.add("ab"));
    started.remove().run();
    assertEquals(1, started.size());
    started.remove().run();
    started.remove().run();
    assertEquals(List.of("a", "b", "ab"), done);
  }

  @Test
  void noTwoTasksWithTheSameKeyRunAtTheSameTime() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      SerialExecutor serial = new SerialExecutor(threads);
      AtomicInteger running = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<Integer> order = new ArrayList<>();
      CountDownLatch end = new CountDownLatch(1000);
      for (int i = 0; i < 1000; i++) {
        int number = i;
        serial.execute(
            Set.of("a"),
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              order.add(number);
              running.decrementAndGet();
              end.countDown();
            });
      }
      assertTrue(end.await(30, TimeUnit.SECONDS));
      assertEquals(1, most.get());
      assertEquals(order.stream().sorted().toList(), order);
    } finally {
      threads.shutdownNow();
    }
  }
}
