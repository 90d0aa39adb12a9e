package io.github.partnercart;

/** Does something when the process is stopped, unless it has ended by itself. */
final class StopHook {
  /** What is done. */
  @FunctionalInterface
  interface Stop {
    /** Does it. */
    void run() throws InterruptedException;
  }

  private final Thread thread;

  private StopHook(Stop stop) {
    this.thread =
        new Thread(
            () -> {
              try {
                stop.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
  }

  static StopHook of(Stop stop) {
    StopHook hook = new StopHook(stop);
    Runtime.getRuntime().addShutdownHook(hook.thread);
    return hook;
  }

  /** Takes it back: the process has ended by itself. */
  void close() {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // It is running: the process is being stopped.
    }
  }
}
