package io.github.partnercart.sandbox;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The given faults, one a request, and none after them. */
final class ScriptedFaults implements Faults {
  private final ConcurrentLinkedQueue<Fault> left;

  ScriptedFaults(Fault... faults) {
    left = new ConcurrentLinkedQueue<>(List.of(faults));
  }

  @Override
  public Fault next() {
    Fault next = left.poll();
    return next == null ? Fault.NONE : next;
  }
}
