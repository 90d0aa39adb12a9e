package io.github.partnercart.faults;

import io.github.partnercart.faults.MixedLine.Kind;
import java.util.List;

/**
 * A request that would change something, as a {@link MixedService} has seen it.
 *
 * @param run in which run of the process it came
 * @param account who sent it
 * @param cart the cart that it made, changed or checked out
 * @param content the quantities that it wrote, or that its checkout was to order
 * @param isDone whether it changed something: false if it was rejected or answered as before
 */
record MixedRequest(
    int run, String account, Kind kind, String cart, List<Integer> content, boolean isDone) {
  /** Whether the line asks for it: a line is known by its quantity, a checkout by its cart. */
  boolean isOf(MixedLine line) {
    if (kind != line.kind()) {
      return false;
    }
    return kind == Kind.SUBMIT ? cart.equals(line.cart()) : quantity() == line.quantity();
  }

  /** What the line has written: an Add- puts its item behind those that are there. */
  int quantity() {
    return content.get(content.size() - 1);
  }
}
