package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercart.command.Command;
import io.github.partnercart.partnercenter.Outcome;
import java.time.Duration;

/** The way of a line to a command, from bytes of any kind. */
class CommandLineFuzzTest {
  private final CommandParser parser = new CommandParser(null, Duration.ofMinutes(1));

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
      String answer = e.line().error().message();
      assertEquals(Outcome.NotSent, e.line().error().outcome());
      assertTrue(answer.indexOf('\n') < 0, answer);
    }
  }
}
