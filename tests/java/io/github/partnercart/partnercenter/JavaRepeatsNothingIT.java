package io.github.partnercart.partnercenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;

/** Java's client would repeat a request by itself where a connection that was kept is closed. */
class JavaRepeatsNothingIT {
  @Test
  void aPurchaseOnAConnectionThatTheServiceClosesIsSentOnce() throws Exception {
    try (MockWebServer server = new MockWebServer()) {
      server.start();
      MockResponse cart =
          new MockResponse.Builder().code(201).body("{\"id\":\"c1\",\"lineItems\":[]}").build();
      server.enqueue(cart);
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      server.enqueue(cart);
      String line = Commands.newCart(Commands.lineItem("")) + "\n";

      Output output =
          PartnerCartProcess.with(
                  "--endpoint",
                  server.url("/").toString(),
                  "--concurrency",
                  "1",
                  "--max-attempts",
                  "1")
              .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
              .javaOptions("-Djdk.httpclient.enableAllMethodRetry=true")
              .run(line + line);

      assertEquals(2, server.getRequestCount(), output::toString);
      assertTrue(output.answers().get(1).toString().contains("\"Unknown\""), output::toString);
    }
  }
}
