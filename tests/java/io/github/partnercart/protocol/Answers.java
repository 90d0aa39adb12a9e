package io.github.partnercart.protocol;

import com.google.gson.JsonObject;
import io.github.partnercart.command.Answer;
import io.github.partnercart.command.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers for tests of how they are written. */
final class Answers {
  private Answers() {}

  static Answer result(String json) {
    return of(json, null, null, null);
  }

  static Answer error(JsonObject error) {
    return of(null, error, null, null);
  }

  static Answer of(
      @Nullable String result,
      @Nullable JsonObject error,
      @Nullable String warning,
      @Nullable List<String> exchanges) {
    return new Answer(
        new Answer.Body(result, error),
        error == null ? ExitCode.DONE : ExitCode.RUN_AGAIN,
        warning,
        null,
        false,
        null,
        exchanges);
  }
}
