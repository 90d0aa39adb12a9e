package io.github.partnercart.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.command.BadLine;
import io.github.partnercart.command.CmdletType;
import io.github.partnercart.command.Cmdlets;
import io.github.partnercart.command.Command;
import io.github.partnercart.command.ErrorRecord;
import io.github.partnercart.command.ParameterBindingException;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a line as a command: JSON, what stands around the parameters, and the parameters. */
final class CommandParser {
  /** In the names of all commands that sign in or out. */
  private static final String SIGN_IN = "connect";

  private static final String ONE_A_LINE =
      " A command is one line: jq -c makes one of JSON over several lines.";

  private final @Nullable CmdletType onlyType;
  private final Duration timeout;

  /**
   * @param onlyType the cmdlet whose bare parameters every line is; null where lines are commands
   * @param timeout how long a command may take that does not say so itself
   */
  CommandParser(@Nullable CmdletType onlyType, Duration timeout) {
    this.onlyType = onlyType;
    this.timeout = timeout;
  }

  /**
   * Reads a line.
   *
   * @throws BadLineException if it is no command that can be run
   */
  Command parse(LineReader.Line line) throws BadLineException {
    return new Parsing(line.number()).command(line);
  }

  /** One line, and what could be read of it so far. */
  private final class Parsing {
    private final long number;
    private @Nullable JsonPrimitive id;
    private @Nullable String key;
    private @Nullable CmdletType type;
    private @Nullable String cartId;
    private boolean mayBeSignIn = onlyType == null;

    private Parsing(long number) {
      this.number = number;
    }

    Command command(LineReader.Line line) throws BadLineException {
      try {
        JsonObject object = objectOf(line);
        peek(object);
        return command(object);
      } catch (BadMemberException e) {
        throw bad(ErrorRecord.notACommand(String.valueOf(e.getMessage())));
      } catch (ParameterBindingException e) {
        throw bad(ErrorRecord.of(e));
      }
    }

    /** Reads what says which command it is, also where something else is wrong. */
    private void peek(JsonObject object) {
      id = Members.find(object, "Id").flatMap(Envelope::idIfGood).orElse(null);
      JsonObject parameters = object;
      if (onlyType == null) {
        type = Members.findString(object, "Command").flatMap(Cmdlets.ALL::named).orElse(null);
        parameters =
            Members.find(object, "Parameters").orElse(null) instanceof JsonObject written
                ? written
                : new JsonObject();
      } else {
        type = onlyType;
      }
      mayBeSignIn = type == null || type.changesSession();
      cartId = Members.findString(parameters, "CartId").orElse(null);
      key = Members.findString(object, "IdempotencyKey").orElse(null);
    }

    private BadLineException bad(ErrorRecord error) {
      return new BadLineException(
          new BadLine(number, new BadLine.Read(id, key, type, cartId), mayBeSignIn, error));
    }

    private JsonObject objectOf(LineReader.Line line) throws BadMemberException {
      try {
        if (JsonReading.OF_COMMANDS.read(line.bytes()) instanceof JsonObject object) {
          return object;
        }
        throw new BadMemberException(
            "Line %d is not a command: it must be a JSON object such as %s"
                .formatted(number, example()));
      } catch (InvalidJsonException e) {
        mayBeSignIn = onlyType == null && mayBeSignIn(line);
        throw new BadMemberException(
            "Line %d %s: %s.%s"
                .formatted(
                    number,
                    e.isLimit() ? "is more than partner-cart takes" : "is not valid JSON",
                    e.getMessage(),
                    isPartOfMore(line) ? ONE_A_LINE : ""));
      }
    }

    /** Whether the line is the beginning of JSON that goes on in the next one. */
    private static boolean isPartOfMore(LineReader.Line line) {
      String text = new String(line.bytes(), StandardCharsets.UTF_8).strip();
      return text.equals("{") || text.equals("[");
    }

    /** Whether a text that is no JSON may have been meant to sign in: it names no other command. */
    private static boolean mayBeSignIn(LineReader.Line line) {
      String text = new String(line.bytes(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      return text.contains(SIGN_IN)
          || Cmdlets.ALL.types().stream()
              .noneMatch(known -> text.contains(known.name().toLowerCase(Locale.ROOT)));
    }

    private Command command(JsonObject object)
        throws BadLineException, BadMemberException, ParameterBindingException {
      Envelope envelope = Envelope.of(object, onlyType);
      id = envelope.id();
      CmdletType found = type == null ? typeIn(object) : type;
      JsonObject parameters = envelope.parameters(found);
      return new Command(
          new Command.Envelope(
              number,
              id,
              envelope.key(),
              envelope.session(),
              envelope.requestIds(),
              envelope.timeout(timeout),
              envelope.isVerbose()),
          found.bind(parameters));
    }

    private CmdletType typeIn(JsonObject object) throws BadLineException, BadMemberException {
      Optional<JsonElement> written = Members.find(object, "Command");
      if (written.isEmpty()) {
        throw new BadMemberException(
            "Command is missing. The commands are " + Cmdlets.ALL.names() + ".");
      }
      String name = Members.findString(object, "Command").orElseGet(() -> written.get().toString());
      Optional<CmdletType> found = Cmdlets.ALL.named(name);
      if (found.isEmpty()) {
        throw bad(
            ErrorRecord.commandNotFound(
                "There is no command \"%s\". The commands are %s."
                    .formatted(name, Cmdlets.ALL.names())));
      }
      return found.get();
    }
  }

  private String example() {
    return onlyType == null
        ? "{\"Command\":\"New-PartnerCustomerCart\",\"Parameters\":{…}}."
        : "{\"CustomerId\":\"…\",…}, the parameters of " + onlyType.name() + ".";
  }
}
