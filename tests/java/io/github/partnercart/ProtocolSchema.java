package io.github.partnercart;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schema that {@code --schema} prints, to check commands and answers against. */
public final class ProtocolSchema {
  private static final String ADDRESS = "https://partner-cart.invalid/schema.json";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder -> builder.schemas(address -> address.equals(ADDRESS) ? text() : null));
  private static final Schema COMMAND = definition("Command");
  private static final Schema ANSWER = definition("Answer");

  private ProtocolSchema() {}

  /** The schema itself. */
  public static String text() {
    try (InputStream schema = Main.class.getResourceAsStream("schema.json")) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Schema definition(String name) {
    return REGISTRY.getSchema(SchemaLocation.of(ADDRESS + "#/$defs/" + name));
  }

  /** What is wrong with a command; empty where nothing is. */
  public static List<Error> faultsOfCommand(String json) {
    return COMMAND.validate(json, InputFormat.JSON);
  }

  /** What is wrong with an answer; empty where nothing is. */
  public static List<Error> faultsOfAnswer(String json) {
    return ANSWER.validate(json, InputFormat.JSON);
  }
}
