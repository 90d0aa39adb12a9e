package io.github.partnercart.sandbox;

import com.google.gson.JsonObject;
import java.util.concurrent.atomic.AtomicLong;

/** The running counts behind {@link SandboxStatistics}. */
final class Counts {
  final AtomicLong cartsCreated = new AtomicLong();
  final AtomicLong ordersPlaced = new AtomicLong();
  final AtomicLong requests = new AtomicLong();
  final AtomicLong faultsInjected = new AtomicLong();
  final AtomicLong throttled = new AtomicLong();

  SandboxStatistics now() {
    return new SandboxStatistics(
        cartsCreated.get(),
        ordersPlaced.get(),
        requests.get(),
        faultsInjected.get(),
        throttled.get());
  }

  Answer asAnswer() {
    SandboxStatistics now = now();
    var body = new JsonObject();
    body.addProperty("cartsCreated", now.cartsCreated());
    body.addProperty("ordersPlaced", now.ordersPlaced());
    body.addProperty("requests", now.requests());
    body.addProperty("faultsInjected", now.faultsInjected());
    body.addProperty("throttled", now.throttled());
    return Answer.of(200, body);
  }
}
