package io.github.partnercart.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * All changes on few carts, with and without keys, over several runs with one journal: answers are
 * lost, the process is killed, the batch is edited, and another account tries it. Nothing is bought
 * that was not answered last, nothing twice, and the run after the last fault ends it.
 */
record Mix(RequestIdMemory memory, boolean withAnotherAccount) implements Experiment {
  static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (RequestIdMemory memory : RequestIdMemory.values()) {
      all.add(new Mix(memory, false));
      all.add(new Mix(memory, true));
    }
    return all;
  }

  @Override
  public String name() {
    return "all changes, ids known "
        + memory.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + (withAnotherAccount ? ", two accounts" : "");
  }

  @Override
  public Tally trial(Path directory, long seed) throws Exception {
    MixedService service = new MixedService();
    try (FaultyRelay relay = new FaultyRelay(service, null)) {
      relay.remembers(memory);
      return new MixedTrial(directory, service, relay, new Random(seed)).tally(this);
    } catch (AssertionError | Exception e) {
      throw new AssertionError(name() + ", seed " + seed + ": " + e, e);
    }
  }
}
