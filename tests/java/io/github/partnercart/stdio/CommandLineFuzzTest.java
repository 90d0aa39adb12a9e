package io.github.partnercart.stdio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercart.cmdlet.Cmdlets;
import java.time.Duration;

/** The way of a line to a command, from bytes of any kind. */
class CommandLineFuzzTest {
  private final CommandParser parser =
      new CommandParser(Cmdlets.OF_PARTNER_CENTER, null, Duration.ofMinutes(1));

  @FuzzTest
  void linesAreThoseOfTheInput(FuzzedDataProvider data) throws Exception {
    int bytesPerRead = data.consumeInt(1, 9);
    int limit = data.consumeInt(1, 64);
    LineReaderProperties.assertLines(data.consumeRemainingAsBytes(), bytesPerRead, limit);
  }

  @FuzzTest
  void aLineIsACommandOrIsToldWhatIsWrong(byte[] text) {
    try {
      Command command = parser.parse(new LineReader.Line(7, text, LineReader.Reading.WHOLE));
      assertEquals(7, command.line());
    } catch (BadLineException e) {
      String answer = e.error().toJson(7).toString();
      assertTrue(answer.contains("\"Outcome\":\"NotSent\""), answer);
      assertTrue(answer.indexOf('\n') < 0, answer);
    }
  }
}
