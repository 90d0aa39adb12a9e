package io.github.partnercart.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds for all orders in which commands are done. */
class AnswerWriterProperties {
  @Property(seed = "7")
  void eachIsAnsweredOnceThoseWithAnIdAtOnceAndTheOthersInInputOrder(
      @ForAll @Size(max = 12) List<Boolean> haveIds, @ForAll Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnswerWriter writer = new AnswerWriter(out, (line, answer) -> {});
    List<AnswerWriter.Slot> slots = new ArrayList<>();
    for (int i = 0; i < haveIds.size(); i++) {
      slots.add(
          writer.slot(
              new AnswerWriter.Match(i, haveIds.get(i) ? new JsonPrimitive(i) : null, null),
              false));
    }
    List<Integer> doneInOrder =
        new ArrayList<>(IntStream.range(0, haveIds.size()).boxed().toList());
    Collections.shuffle(doneInOrder, random);

    List<Integer> withId = new ArrayList<>();
    for (int done : doneInOrder) {
      JsonObject answer = new JsonObject();
      answer.addProperty("n", done);
      if (random.nextBoolean()) {
        writer.write(slots.get(done), Answers.result(answer.toString()));
      } else {
        writer.write(slots.get(done), Answers.error(answer));
      }
      if (haveIds.get(done)) {
        withId.add(done);
        assertEquals(withId, answered(out, true), "not at once");
      }
    }

    assertEquals(withId, answered(out, true));
    assertEquals(
        IntStream.range(0, haveIds.size()).filter(i -> !haveIds.get(i)).boxed().toList(),
        answered(out, false));
  }

  private static List<Integer> answered(ByteArrayOutputStream out, boolean haveIds) {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(answer -> answer.has("Id") == haveIds)
        .map(AnswerWriterProperties::number)
        .toList();
  }

  private static int number(JsonObject answer) {
    for (String member : List.of("Result", "Error")) {
      if (answer.has(member)) {
        return answer.getAsJsonObject(member).get("n").getAsInt();
      }
    }
    return answer.get("n").getAsInt();
  }
}
