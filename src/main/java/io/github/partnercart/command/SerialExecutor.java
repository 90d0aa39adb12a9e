package io.github.partnercart.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** Runs tasks at the same time, but those that share a key one after another, in their order. */
final class SerialExecutor {
  private final Executor executor;

  /** The end of the last task of each key. */
  private final Map<Object, CompletableFuture<Void>> ends = new HashMap<>();

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  /**
   * Runs a task after those before it that share a key with it.
   *
   * @return ends as the task does; where it could not be started, with the reason
   */
  synchronized CompletableFuture<Void> execute(Set<?> keys, Runnable task) {
    CompletableFuture<?>[] before =
        keys.stream()
            .flatMap(key -> Stream.ofNullable(ends.get(key)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture<Void> end = new CompletableFuture<>();
    keys.forEach(key -> ends.put(key, end));
    return CompletableFuture.allOf(before)
        .thenRunAsync(task, executor)
        .whenComplete((nothing, e) -> end(keys, end));
  }

  private void end(Set<?> keys, CompletableFuture<Void> end) {
    synchronized (this) {
      keys.forEach(key -> ends.remove(key, end));
    }
    end.complete(null);
  }
}
