package io.github.partnercart.command;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs tasks at the same time, but those with the same key one after another, in their order. */
final class SerialExecutor {
  private final Executor executor;
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  synchronized void execute(String key, Runnable task) {
    Queue<Runnable> queue = waiting.get(key);
    if (queue != null) {
      queue.add(task);
      return;
    }
    waiting.put(key, new ArrayDeque<>());
    start(key, task);
  }

  private void start(String key, Runnable task) {
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            startNext(key);
          }
        });
  }

  private synchronized void startNext(String key) {
    Queue<Runnable> queue = waiting.get(key);
    Runnable next = queue == null ? null : queue.poll();
    if (next == null) {
      waiting.remove(key);
    } else {
      start(key, next);
    }
  }
}
