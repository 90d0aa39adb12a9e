package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import io.github.partnercart.PartnerCartProcess;
import io.github.partnercart.PartnerCartProcess.Output;
import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The real process and a service whose answers are no carts: each is told, and the next is done.
 */
class BadAnswerIT {
  private static final String CART =
      "{\"id\":\"c1\",\"lineItems\":[{\"catalogItemId\":\"DG7GMGF0DWTL:0001:DG7GMGF0DSJB\",\"quantity\":10}]}";

  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html><body>Hello</body></html> | can't be read as a cart",
        "'' | can't be read as a cart",
        "null | is not a cart",
        "{} | is not a cart",
        "[] | is not a cart",
        "{\"id\":\"c1\",\"line | can't be read as a cart"
      })
  void anAnswerThatIsNoCartIsToldAndTheNextCommandIsDone(String body, String message)
      throws Exception {
    server.enqueue(new MockResponse.Builder().code(201).body(body == null ? "" : body).build());

    assertUnknown(message);
  }

  @Test
  void anAnswerOfAHundredMebibytesIsToldWithLittleMemoryAndTheNextCommandIsDone() throws Exception {
    Buffer huge = new Buffer();
    byte[] mebibyte = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      huge.write(mebibyte);
    }
    server.enqueue(new MockResponse.Builder().code(201).body(huge).build());

    assertUnknown("is too long to be a cart");
  }

  @Test
  void anAnswerThatIsCutOffEachTimeIsToldAndTheNextCommandIsDone() throws Exception {
    for (int i = 0; i < 2; i++) {
      server.enqueue(
          new MockResponse.Builder()
              .code(201)
              .body(CART)
              .onResponseBody(new SocketEffect.CloseSocket())
              .build());
    }

    assertUnknown("No answer from");
  }

  private void assertUnknown(String message) throws Exception {
    server.enqueue(new MockResponse.Builder().code(201).body(CART).build());
    String newCart = Commands.newCart(Commands.lineItem("")) + "\n";

    Output output =
        PartnerCartProcess.with(
                "--endpoint",
                server.url("/").toString(),
                "--concurrency",
                "1",
                "--max-attempts",
                "2")
            .environment("PARTNER_CENTER_ACCESS_TOKEN", "token")
            .javaOptions("-Xmx128m")
            .run(newCart + newCart);

    JsonObject error = output.answers().get(0).getAsJsonObject("Error");
    assertTrue(error.get("Message").getAsString().contains(message), error::toString);
    assertEquals("Unknown", error.get("Outcome").getAsString());
    assertEquals("c1", output.answers().get(1).get("CartId").getAsString());
    assertEquals(2, output.answers().size());
    assertEquals(1, output.exitCode());
    assertEquals("", output.stderr());
  }
}
