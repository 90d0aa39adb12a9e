package io.github.partnercart.stdio;

import static com.github.stefanbirkner.systemlambda.SystemLambda.tapSystemErr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.partnercart.Commands;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What was bought, but told to nobody, is told on standard error. */
@Isolated
class UnreadAnswersTest {
  private static final String REQUEST_ID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private final AnswerWriter closed =
      new AnswerWriter(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("Broken pipe");
            }
          });

  private static Command purchase() throws BadLineException {
    return CommandParserTest.ofPartnerCenter()
        .parse(
            CommandParserTest.line(
                Commands.with(
                    "\"RequestId\":\"" + REQUEST_ID + "\"",
                    Commands.newCart(Commands.lineItem("")))));
  }

  private static Command read() throws BadLineException {
    return CommandParserTest.ofPartnerCenter().parse(CommandParserTest.line(Commands.getCart("a")));
  }

  @Test
  void aPurchaseWhoseAnswerNobodyReadIsTold() throws Exception {
    String told = tapSystemErr(() -> closed.writeResult(closed.slot(purchase()), new JsonObject()));

    assertTrue(
        told.contains("Nobody read the answer to line 5 (RequestId " + REQUEST_ID + ")"), told);
  }

  @Test
  void aReadWhoseAnswerNobodyReadIsNotTold() throws Exception {
    assertEquals("", tapSystemErr(() -> closed.writeResult(closed.slot(read()), new JsonObject())));
  }

  @Test
  void purchasesThatAreNotAnsweredAtTheEndAreTold() throws Exception {
    AnswerWriter.Slot unused = closed.slot(read());
    unused = closed.slot(purchase());

    String told = tapSystemErr(closed::reportUnwritten);

    assertEquals(1, told.lines().count(), told);
    assertTrue(told.contains(REQUEST_ID), told);
  }
}
