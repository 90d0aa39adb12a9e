package io.github.partnercart.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The exit code of a run as protocol.md derives it from the answers: its table, 1 before 4. */
final class MixedExitCode {
  private static final Pattern BUILDS_ON = Pattern.compile("The command of line (\\d+), .*");

  private MixedExitCode() {}

  /**
   * What a run must end with.
   *
   * @param leavesSomethingOpen whether an open command of the journal is not in the input
   */
  static int of(List<MixedAnswer> answers, boolean leavesSomethingOpen) {
    Stream<Integer> codes = answers.stream().map(answer -> of(answer, answers));
    List<Integer> all =
        Stream.concat(codes, leavesSomethingOpen ? Stream.of(4) : Stream.of()).toList();
    return Stream.of(1, 3, 4).filter(all::contains).findFirst().orElse(0);
  }

  private static int of(MixedAnswer answer, List<MixedAnswer> answers) {
    if (answer.isDone()) {
      return 0;
    }
    return switch (answer.errorId()) {
      case "NoAnswer", "UnreadableAnswer" -> 1;
      case "ServiceError" -> saysNoForGood(answer.failure()) ? 4 : 1;
      case "ParameterArgumentValidationError", "CartChanged", "OutcomeUnknown", "OtherAccount" -> 4;
      case "EarlierCommandFailed" -> of(earlier(answer, answers), answers);
      default -> throw new AssertionError("nothing here should fail so: " + answer);
    };
  }

  /** It counts as what it builds on. */
  private static MixedAnswer earlier(MixedAnswer answer, List<MixedAnswer> answers) {
    Matcher line = BUILDS_ON.matcher(answer.failure().get("Message").getAsString());
    assertTrue(line.matches(), answer::toString);
    MixedAnswer earlier = answers.get(Integer.parseInt(line.group(1)) - 1);
    assertTrue(
        !earlier.isDone() && String.valueOf(answer.line().cart()).equals(earlier.line().cart()),
        () -> answer + " builds on " + earlier);
    return earlier;
  }

  /** Only the service's own code says so; a 429 has none here. */
  private static boolean saysNoForGood(JsonObject error) {
    return error.has("ServiceCode") && error.get("StatusCode").getAsInt() / 100 == 4;
  }
}
