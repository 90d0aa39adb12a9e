package io.github.partnercart.faults;

import io.github.partnercart.faults.MixedLine.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * New-, Set-, Add- and Submit- on few carts in random order, edited between runs as a person might.
 * The lines of one cart keep their order: they build on each other.
 */
final class MixedBatch {
  private static final int FIRST_QUANTITY = 100;

  private final Random random;
  private final List<String> carts;
  private final List<MixedLine> lines = new ArrayList<>();
  private final Set<Integer> everNew = new HashSet<>();
  private int quantity = FIRST_QUANTITY;

  MixedBatch(List<String> carts, Random random) {
    this.carts = carts;
    this.random = random;
    for (String cart : carts) {
      List<MixedLine> chain = new ArrayList<>();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        chain.add(line(random.nextBoolean() ? Kind.SET : Kind.ADD, cart));
      }
      chain.add(line(Kind.SUBMIT, cart));
      mixIn(chain);
    }
    for (int news = 2 + random.nextInt(3); news > 0; news--) {
      mixIn(List.of(line(Kind.NEW, null)));
    }
  }

  private MixedLine line(Kind kind, @Nullable String cart) {
    boolean isWrong = kind != Kind.SUBMIT && random.nextInt(8) == 0;
    MixedLine line = new MixedLine(kind, cart, quantity++, random.nextBoolean(), isWrong);
    if (kind == Kind.NEW) {
      everNew.add(line.quantity());
    }
    return line;
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

  /** How many different New- lines there ever were. */
  int news() {
    return everNew.size();
  }

  /** Fixes what is wrong, removes a line or two, adds one, and mixes the carts anew. */
  void edit() {
    lines.replaceAll(line -> random.nextBoolean() ? line.fixed() : line);
    if (random.nextInt(3) == 0) {
      lines.remove(random.nextInt(lines.size()));
    }
    List<List<MixedLine>> chains = new ArrayList<>();
    for (String cart : carts) {
      chains.add(lines.stream().filter(line -> cart.equals(line.cart())).toList());
    }
    lines.stream().filter(line -> line.kind() == Kind.NEW).forEach(l -> chains.add(List.of(l)));
    lines.clear();
    chains.forEach(this::mixIn);
    if (random.nextInt(3) == 0) {
      mixIn(List.of(line(Kind.NEW, null)));
    }
  }

  void fixAll() {
    lines.replaceAll(MixedLine::fixed);
  }
}
