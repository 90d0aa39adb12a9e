package io.github.partnercart.stdio;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.cmdlet.CmdletType;
import io.github.partnercart.cmdlet.Cmdlets;
import io.github.partnercart.cmdlet.Invocation;
import io.github.partnercart.cmdlet.ParameterBindingException;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import io.github.partnercart.partnercenter.Call;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a line as a command: JSON, what stands around the parameters, and the parameters. */
final class CommandParser {
  private static final List<String> MEMBERS =
      List.of(
          "Command", "Parameters", "Id", "RequestId", "CorrelationId", "TimeoutSeconds", "Verbose");
  private static final Map<String, String> MEMBERS_BY_NAME =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private static final Pattern GUID =
      Pattern.compile("\\{?(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})}?");
  private static final int MAX_TIMEOUT_SECONDS = 24 * 60 * 60;

  static {
    MEMBERS.forEach(member -> MEMBERS_BY_NAME.put(member, member));
  }

  private final Cmdlets cmdlets;
  private final @Nullable CmdletType onlyType;
  private final Duration timeout;

  /**
   * @param onlyType the cmdlet whose bare parameters every line is; null where lines are commands
   * @param timeout how long a command may take that does not say so itself
   */
  CommandParser(Cmdlets cmdlets, @Nullable CmdletType onlyType, Duration timeout) {
    this.cmdlets = cmdlets;
    this.onlyType = onlyType;
    this.timeout = timeout;
  }

  /**
   * Reads a line.
   *
   * @throws BadLineException if it is no command that can be run
   */
  Command parse(LineReader.Line line) throws BadLineException {
    JsonObject object = objectOf(line);
    return onlyType == null
        ? command(line.number(), object)
        : bind(line.number(), null, onlyType, object, newCall(timeout));
  }

  private JsonObject objectOf(LineReader.Line line) throws BadLineException {
    try {
      if (JsonReading.OF_COMMANDS.read(line.bytes()) instanceof JsonObject object) {
        return object;
      }
      throw bad(
          null,
          "Line %d is not a command: it must be a JSON object such as %s"
              .formatted(line.number(), example()));
    } catch (InvalidJsonException e) {
      throw bad(null, "Line %d is not valid JSON: %s.".formatted(line.number(), e.getMessage()));
    }
  }

  private String example() {
    return onlyType == null
        ? "{\"Command\":\"New-PartnerCustomerCart\",\"Parameters\":{…}}."
        : "{\"CustomerId\":\"…\",…}, the parameters of " + onlyType.name() + ".";
  }

  private Command command(long line, JsonObject object) throws BadLineException {
    JsonPrimitive id = id(object);
    requireKnownMembers(id, object);
    CmdletType type = type(id, object);
    Duration commandTimeout = timeoutOf(id, object);
    Call call =
        new Call(
            guid(id, object, "RequestId").orElseGet(UUID::randomUUID),
            guid(id, object, "CorrelationId").orElseGet(UUID::randomUUID),
            commandTimeout,
            isVerbose(id, object));
    JsonElement parameters = Members.find(object, "Parameters").orElseGet(JsonObject::new);
    if (!(parameters instanceof JsonObject written)) {
      throw bad(id, "Parameters must be an object of " + type.name() + "'s parameters.");
    }
    return bind(line, id, type, written, call);
  }

  private static Call newCall(Duration timeout) {
    return new Call(UUID.randomUUID(), UUID.randomUUID(), timeout);
  }

  private static Command bind(
      long line, @Nullable JsonPrimitive id, CmdletType type, JsonObject written, Call call)
      throws BadLineException {
    try {
      Invocation invocation = type.bind(written);
      return new Command(line, id, invocation, call);
    } catch (ParameterBindingException e) {
      throw new BadLineException(id, ErrorRecord.of(e));
    }
  }

  private static @Nullable JsonPrimitive id(JsonObject object) throws BadLineException {
    Optional<JsonElement> id = Members.find(object, "Id");
    if (id.isEmpty()) {
      return null;
    }
    if (id.get() instanceof JsonPrimitive primitive
        && (primitive.isString() || isInteger(primitive))) {
      return primitive;
    }
    throw bad(null, "Id must be a string or an integer.");
  }

  private static boolean isInteger(JsonPrimitive primitive) {
    return primitive.isNumber() && primitive.getAsString().matches("-?\\d{1,19}");
  }

  private static void requireKnownMembers(@Nullable JsonPrimitive id, JsonObject object)
      throws BadLineException {
    Set<String> found = new HashSet<>();
    for (String name : object.keySet()) {
      String member = MEMBERS_BY_NAME.get(name);
      if (member == null) {
        throw bad(
            id,
            "A command has no member \"%s\". Its members are %s."
                .formatted(name, String.join(", ", MEMBERS)));
      }
      if (!found.add(member)) {
        throw bad(id, member + " stands twice; names match without regard to case.");
      }
    }
  }

  private CmdletType type(@Nullable JsonPrimitive id, JsonObject object) throws BadLineException {
    Optional<JsonElement> written = Members.find(object, "Command");
    if (written.isEmpty()) {
      throw bad(id, "Command is missing. The commands are " + cmdlets.names() + ".");
    }
    String name = Members.findString(object, "Command").orElseGet(() -> written.get().toString());
    return cmdlets
        .named(name)
        .orElseThrow(
            () ->
                new BadLineException(
                    id,
                    ErrorRecord.commandNotFound(
                        "There is no command \"%s\". The commands are %s."
                            .formatted(name, cmdlets.names()))));
  }

  private static boolean isVerbose(@Nullable JsonPrimitive id, JsonObject object)
      throws BadLineException {
    Optional<JsonElement> written = Members.find(object, "Verbose");
    if (written.isEmpty()) {
      return false;
    }
    if (!(written.get() instanceof JsonPrimitive flag && flag.isBoolean())) {
      throw bad(id, "Verbose must be true or false, but was %s.".formatted(written.get()));
    }
    if (flag.getAsBoolean() && id == null) {
      throw bad(
          null,
          "Verbose needs an Id beside it: the answer to a command without one is the bare result,"
              + " which has no room for it.");
    }
    return flag.getAsBoolean();
  }

  private Duration timeoutOf(@Nullable JsonPrimitive id, JsonObject object)
      throws BadLineException {
    Optional<JsonElement> written = Members.find(object, "TimeoutSeconds");
    if (written.isEmpty()) {
      return timeout;
    }
    if (written.get() instanceof JsonPrimitive number
        && number.isNumber()
        && number.getAsString().matches("\\d{1,6}(\\.\\d{1,3})?")) {
      BigDecimal seconds = new BigDecimal(number.getAsString());
      if (seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(MAX_TIMEOUT_SECONDS)) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
      }
    }
    throw bad(
        id,
        "TimeoutSeconds must be a number of seconds over 0 and at most %d, but was %s."
            .formatted(MAX_TIMEOUT_SECONDS, written.get()));
  }

  private static Optional<UUID> guid(@Nullable JsonPrimitive id, JsonObject object, String name)
      throws BadLineException {
    Optional<JsonElement> written = Members.find(object, name);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    var guid = GUID.matcher(Members.findString(object, name).orElse(""));
    if (!guid.matches()) {
      throw bad(
          id,
          "%s must be a GUID such as %s, but was %s."
              .formatted(name, "3f2504e0-4f89-41d3-9a0c-0305e82c3301", written.get()));
    }
    return Optional.of(UUID.fromString(guid.group(1)));
  }

  private static BadLineException bad(@Nullable JsonPrimitive id, String message) {
    return new BadLineException(id, ErrorRecord.notACommand(message));
  }
}
