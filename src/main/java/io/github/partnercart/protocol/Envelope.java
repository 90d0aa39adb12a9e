package io.github.partnercart.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.command.CmdletType;
import io.github.partnercart.command.Command;
import io.github.partnercart.json.AsciiCase;
import io.github.partnercart.json.Members;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands around the parameters of a command, read member by member. */
final class Envelope {
  private static final String PARAMETERS = "Parameters";
  private static final List<String> MEMBERS =
      List.of(
          "Command",
          PARAMETERS,
          "Id",
          "IdempotencyKey",
          "Session",
          "RequestId",
          "RequestIdIsNew",
          "CorrelationId",
          "TimeoutSeconds",
          "Verbose");

  private static final Map<String, String> BY_NAME = new TreeMap<>(AsciiCase.ORDER);

  static {
    MEMBERS.forEach(member -> BY_NAME.put(member, member));
  }

  private static final Pattern GUID =
      Pattern.compile("\\{?(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})}?");

  private static final int MAX_TIMEOUT_SECONDS = 24 * 60 * 60;
  private static final int MAX_KEY_LENGTH = 255;

  private final JsonObject members;
  private final @Nullable JsonObject bareParameters;

  private Envelope(JsonObject members, @Nullable JsonObject bareParameters) {
    this.members = members;
    this.bareParameters = bareParameters;
  }

  /**
   * Takes a line apart.
   *
   * @param onlyType the cmdlet among whose bare parameters the members stand; null where they stand
   *     around the parameters
   * @throws BadMemberException if a member is unknown, or stands twice
   */
  static Envelope of(JsonObject line, @Nullable CmdletType onlyType) throws BadMemberException {
    JsonObject members = new JsonObject();
    JsonObject rest = new JsonObject();
    Set<String> found = new HashSet<>();
    for (Map.Entry<String, JsonElement> entry : line.entrySet()) {
      String member = BY_NAME.get(entry.getKey());
      boolean isParameter =
          onlyType != null
              && (member == null || member.equals(PARAMETERS) || member.equals("Command"));
      if (isParameter) {
        rest.add(entry.getKey(), entry.getValue());
      } else if (member == null) {
        throw new BadMemberException(
            "A command has no member \"%s\". Its members are %s."
                .formatted(entry.getKey(), String.join(", ", MEMBERS)));
      } else if (!found.add(member)) {
        throw new BadMemberException(member + " stands twice; names match without regard to case.");
      } else {
        members.add(member, entry.getValue());
      }
    }
    return new Envelope(members, onlyType == null ? null : rest);
  }

  /** The parameters of a cmdlet. */
  JsonObject parameters(CmdletType type) throws BadMemberException {
    if (bareParameters != null) {
      return bareParameters;
    }
    JsonElement parameters = Members.find(members, PARAMETERS).orElseGet(JsonObject::new);
    if (parameters instanceof JsonObject written) {
      return written;
    }
    throw new BadMemberException(
        "Parameters must be an object of " + type.name() + "'s parameters.");
  }

  @Nullable JsonPrimitive id() throws BadMemberException {
    Optional<JsonElement> id = Members.find(members, "Id");
    if (id.isEmpty()) {
      return null;
    }
    return idIfGood(id.get())
        .orElseThrow(() -> new BadMemberException("Id must be a string or an integer."));
  }

  /** An Id; empty for a value that is none. */
  static Optional<JsonPrimitive> idIfGood(JsonElement id) {
    return Optional.of(id)
        .filter(JsonPrimitive.class::isInstance)
        .map(JsonPrimitive.class::cast)
        .filter(primitive -> primitive.isString() || isInteger(primitive));
  }

  private static boolean isInteger(JsonPrimitive primitive) {
    return primitive.isNumber() && primitive.getAsString().matches("-?\\d+");
  }

  @Nullable String key() throws BadMemberException {
    if (!members.has("IdempotencyKey")) {
      return null;
    }
    if (members.get("IdempotencyKey") instanceof JsonPrimitive key
        && key.isString()
        && !key.getAsString().isBlank()
        && key.getAsString().length() <= MAX_KEY_LENGTH) {
      return key.getAsString();
    }
    throw new BadMemberException(
        "IdempotencyKey must be a text of 1 to %d characters, such as the number of the order line."
            .formatted(MAX_KEY_LENGTH));
  }

  @Nullable String session() throws BadMemberException {
    Optional<JsonElement> session = Members.find(members, "Session");
    if (session.isEmpty()) {
      return null;
    }
    if (session.get() instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw new BadMemberException(
        "Session must be a text: the Session of Connect-PartnerCenter's answer.");
  }

  Command.RequestIds requestIds() throws BadMemberException {
    Optional<UUID> given = guid("RequestId");
    boolean isNew = flag("RequestIdIsNew");
    if (given.isPresent() && members.has("IdempotencyKey")) {
      throw new BadMemberException(
          "A command has a RequestId or an IdempotencyKey, not both: the key makes the RequestId.");
    }
    if (isNew && given.isEmpty()) {
      throw new BadMemberException(
          "RequestIdIsNew says something about a RequestId, which is missing.");
    }
    return new Command.RequestIds(
        given.orElse(null), isNew, guid("CorrelationId").orElseGet(UUID::randomUUID));
  }

  boolean isVerbose() throws BadMemberException {
    boolean isVerbose = flag("Verbose");
    if (isVerbose && Members.find(members, "Id").isEmpty()) {
      throw new BadMemberException(
          "Verbose needs an Id beside it: the answer to a command without one is the bare result,"
              + " which has no room for it.");
    }
    return isVerbose;
  }

  private boolean flag(String name) throws BadMemberException {
    Optional<JsonElement> written = Members.find(members, name);
    if (written.isEmpty()) {
      return false;
    }
    if (written.get() instanceof JsonPrimitive flag && flag.isBoolean()) {
      return flag.getAsBoolean();
    }
    throw new BadMemberException(
        "%s must be true or false, but was %s.".formatted(name, written.get()));
  }

  Duration timeout(Duration otherwise) throws BadMemberException {
    Optional<JsonElement> written = Members.find(members, "TimeoutSeconds");
    if (written.isEmpty()) {
      return otherwise;
    }
    if (written.get() instanceof JsonPrimitive number
        && number.isNumber()
        && number.getAsString().matches("\\d{1,6}(\\.\\d{1,3})?")) {
      BigDecimal seconds = new BigDecimal(number.getAsString());
      if (seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(MAX_TIMEOUT_SECONDS)) <= 0) {
        return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
      }
    }
    throw new BadMemberException(
        "TimeoutSeconds must be a number of seconds over 0 and at most %d, but was %s."
            .formatted(MAX_TIMEOUT_SECONDS, written.get()));
  }

  private Optional<UUID> guid(String name) throws BadMemberException {
    Optional<JsonElement> written = Members.find(members, name);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Matcher guid = GUID.matcher(Members.findString(members, name).orElse(""));
    if (guid.matches()) {
      return Optional.of(UUID.fromString(guid.group(1)));
    }
    throw new BadMemberException(
        "%s must be a GUID such as %s, but was %s."
            .formatted(name, "3f2504e0-4f89-41d3-9a0c-0305e82c3301", written.get()));
  }
}
