package io.github.partnercart.sandbox;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The given faults, one a request, and none after them. */
final class ScriptedFaults implements Faults {
  private final ConcurrentLinkedQueue<InjectedFault> left;

  ScriptedFaults(InjectedFault... faults) {
    left = new ConcurrentLinkedQueue<>(List.of(faults));
  }

  @Override
  public InjectedFault next() {
    InjectedFault next = left.poll();
    return next == null ? InjectedFault.NONE : next;
  }
}
