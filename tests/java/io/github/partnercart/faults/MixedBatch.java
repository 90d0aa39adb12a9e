package io.github.partnercart.faults;

import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * New-, Set-, Add- and Submit- on few carts in random order, edited between runs as a person might.
 * A cart that was answered as made is changed and submitted by a later run.
 */
final class MixedBatch {
  private static final int FIRST_QUANTITY = 100;

  private final Random random;
  private final List<String> carts = new ArrayList<>();
  private final Map<Integer, String> made = new HashMap<>();
  private final List<MixedLine> lines = new ArrayList<>();
  private final List<MixedLine> removed = new ArrayList<>();

  /** The carts whose lines a person has put in another order. */
  private final Set<String> disordered = new HashSet<>();

  private int quantity = FIRST_QUANTITY;

  MixedBatch(List<String> carts, Random random) {
    this.random = random;
    for (String cart : carts) {
      this.carts.add(cart);
      mixIn(chain(cart));
    }
    for (int news = 2 + random.nextInt(3); news > 0; news--) {
      mixIn(List.of(line(Kind.NEW, null)));
    }
  }

  /** Some changes of a cart, and its one checkout. */
  private List<MixedLine> chain(String cart) {
    List<MixedLine> chain = new ArrayList<>();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      chain.add(line(random.nextBoolean() ? Kind.SET : Kind.ADD, cart));
    }
    chain.add(line(Kind.SUBMIT, cart));
    return chain;
  }

  private MixedLine line(Kind kind, @Nullable String cart) {
    boolean isWrong = kind != Kind.SUBMIT && random.nextInt(8) == 0;
    return new MixedLine(kind, cart, quantity++, random.nextBoolean(), isWrong);
  }

  /** Puts lines among the others, in their own order. */
  private void mixIn(List<MixedLine> chain) {
    int from = 0;
    for (MixedLine line : chain) {
      int at = from + random.nextInt(lines.size() - from + 1);
      lines.add(at, line);
      from = at + 1;
    }
  }

  List<MixedLine> lines() {
    return List.copyOf(lines);
  }

  /** The lines, with a look at the cart before each that changes or submits one. */
  List<MixedLine> linesWithLooks() {
    return lines.stream()
        .flatMap(
            line ->
                line.cart() == null ? Stream.of(line) : Stream.of(MixedLine.get(line.cart()), line))
        .toList();
  }

  /** Whether the lines of a line's cart were put in another order at some time. */
  boolean isDisordered(MixedLine line) {
    return disordered.contains(cartOf(line));
  }

  private String cartOf(MixedLine line) {
    return line.cart() == null ? made.getOrDefault(line.quantity(), "") : line.cart();
  }

  /**
   * Fixes what is wrong, removes a line, brings one back, puts the lines of a cart in another
   * order, adds some, and mixes the carts anew.
   *
   * @param newCarts the carts that were answered so far, by the quantity of their New- lines
   */
  void edit(Map<Integer, String> newCarts) {
    made.putAll(newCarts);
    lines.replaceAll(line -> random.nextBoolean() ? line.fixed() : line);
    if (!removed.isEmpty() && random.nextBoolean()) {
      bringBack(removed.remove(random.nextInt(removed.size())));
    }
    if (random.nextInt(3) == 0) {
      removed.add(lines.remove(random.nextInt(lines.size())));
    }
    for (String cart : made.values()) {
      if (!carts.contains(cart)) {
        carts.add(cart);
        lines.addAll(chain(cart));
      }
    }
    mixAnew();
    if (random.nextInt(3) == 0) {
      mixIn(List.of(line(Kind.NEW, null)));
    }
  }

  private void mixAnew() {
    List<List<MixedLine>> chains = new ArrayList<>();
    for (String cart : carts) {
      List<MixedLine> chain =
          new ArrayList<>(lines.stream().filter(line -> cart.equals(cartOf(line))).toList());
      if (random.nextInt(5) == 0) {
        Collections.shuffle(chain, random);
        disordered.add(cart);
      }
      // The line that made the cart stays in front: its answer shows the cart as it was then.
      chain.sort(Comparator.comparing(line -> line.kind() != Kind.NEW));
      chains.add(chain);
    }
    lines.stream()
        .filter(line -> !carts.contains(cartOf(line)))
        .forEach(line -> chains.add(List.of(line)));
    lines.clear();
    chains.forEach(this::mixIn);
  }

  private void bringBack(MixedLine line) {
    if (line.kind() == Kind.NEW) {
      lines.add(0, line);
      return;
    }
    mixIn(List.of(line));
    disordered.add(cartOf(line));
  }

  /** Fixes all that is wrong, and brings back all that was removed. */
  void complete() {
    removed.forEach(this::bringBack);
    removed.clear();
    lines.replaceAll(MixedLine::fixed);
  }

  /** Gives a line up, as a person does who has read why it was refused. */
  void giveUp(MixedLine line) {
    lines.remove(line);
  }
}
