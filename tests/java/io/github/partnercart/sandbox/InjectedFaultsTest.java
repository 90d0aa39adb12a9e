package io.github.partnercart.sandbox;

import static io.github.partnercart.sandbox.SandboxClient.CART;
import static io.github.partnercart.sandbox.SandboxClient.CARTS;
import static io.github.partnercart.sandbox.SandboxClient.code;
import static io.github.partnercart.sandbox.SandboxClient.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class InjectedFaultsTest {
  @AutoClose private Sandbox sandbox;
  private SandboxClient client;

  private void start(InjectedFault... faults) throws IOException {
    sandbox = Sandbox.start(SandboxOptions.defaults(), new ScriptedFaults(faults));
    client = new SandboxClient(sandbox);
  }

  @Test
  void aConnectionDroppedBeforeTheWorkLeavesNothingBehind() throws Exception {
    start(InjectedFault.DROPPED_BEFORE);

    assertThrows(IOException.class, () -> client.create(CART));

    assertEquals(new SandboxStatistics(0, 0, 1, 1, 0), sandbox.statistics());
  }

  @Test
  void aConnectionDroppedAfterTheWorkLosesTheAnswerOnly() throws Exception {
    start(InjectedFault.DROPPED_AFTER);

    assertThrows(IOException.class, () -> client.create(CART));

    assertEquals(new SandboxStatistics(1, 0, 1, 1, 0), sandbox.statistics());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void anErrorBeforeTheWorkLeavesNothingBehind(int status) throws Exception {
    start(InjectedFault.errorBefore(status));

    assertEquals(status, client.create(CART).statusCode());

    assertEquals(new SandboxStatistics(0, 0, 1, 1, 0), sandbox.statistics());
  }

  @Test
  void anErrorAfterTheWorkHidesWhatWasDone() throws Exception {
    start(InjectedFault.UNAVAILABLE_AFTER);

    assertEquals(503, client.create(CART).statusCode());

    assertEquals(new SandboxStatistics(1, 0, 1, 1, 0), sandbox.statistics());
  }

  @Test
  void aSlowAnswerTakesItsTime() throws Exception {
    start(InjectedFault.slow(Duration.ofMillis(150)));
    long start = System.nanoTime();

    assertEquals(404, client.get("none").statusCode());

    assertTrue(System.nanoTime() - start >= 150_000_000);
    assertEquals(1, sandbox.statistics().faultsInjected());
  }

  @Test
  void aCartInProcessIsNotChangedOrOrderedByAnotherRequestButCanBeRead() throws Exception {
    start(InjectedFault.NONE, InjectedFault.slow(Duration.ofSeconds(2)));
    String id = client.createdId(CART);
    var slow =
        client.http.sendAsync(client.putting(id, newId(), CART).build(), BodyHandlers.ofString());
    while (sandbox.statistics().faultsInjected() == 0) {
      Thread.onSpinWait();
    }

    HttpResponse<String> update = client.put(id, CART);
    HttpResponse<String> checkout = client.checkOut(id);

    assertEquals(409, update.statusCode());
    assertEquals("800064", code(update));
    assertEquals(409, checkout.statusCode());
    assertEquals(200, client.get(id).statusCode());
    assertEquals(200, slow.join().statusCode());
    assertEquals(200, client.put(id, CART).statusCode());
  }

  @Test
  void theSameSeedMakesTheSameRequestsFail() throws Exception {
    List<String> first = outcomes(99);

    assertEquals(first, outcomes(99));
    assertTrue(first.contains("lost") && first.contains("201"), first.toString());
  }

  @Test
  void whoeverRepeatsWithTheSameRequestIdGetsExactlyOneCartARequest() throws Exception {
    try (Sandbox faulty = Sandbox.start(SandboxOptions.defaults().withFaultRate(0.5).withSeed(5))) {
      sandbox = faulty;
      client = new SandboxClient(faulty);

      Set<String> carts =
          IntStream.range(0, 200)
              .parallel()
              .mapToObj(i -> createInSpiteOfFaults(newId()))
              .collect(Collectors.toSet());

      assertEquals(200, carts.size());
      assertEquals(200, faulty.statistics().cartsCreated());
      assertTrue(faulty.statistics().faultsInjected() > 0);
    }
  }

  private String createInSpiteOfFaults(String requestId) {
    while (true) {
      try {
        HttpResponse<String> answer = client.send(client.posting(CARTS, requestId, CART));
        if (answer.statusCode() == 201) {
          return answer.body();
        }
      } catch (IOException e) {
        // An injected fault: the next attempt shows what came of this one.
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<String> outcomes(long seed) throws Exception {
    try (Sandbox seeded =
        Sandbox.start(SandboxOptions.defaults().withFaultRate(0.5).withSeed(seed))) {
      sandbox = seeded;
      client = new SandboxClient(seeded);
      List<String> outcomes = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        try {
          HttpResponse<String> answer = client.send(client.posting(CARTS, newId(), CART));
          outcomes.add(String.valueOf(answer.statusCode()));
        } catch (IOException e) {
          outcomes.add("lost");
        }
      }
      outcomes.add("carts: " + seeded.statistics().cartsCreated());
      return outcomes;
    }
  }
}
