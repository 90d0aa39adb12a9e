package io.github.partnercart.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.partnercart.cart.CartLineItem;
import io.github.partnercart.cart.InvalidValueException;
import io.github.partnercart.command.ParameterBindingException.Fault;
import io.github.partnercart.json.AsciiCase;
import io.github.partnercart.json.Excerpt;
import io.github.partnercart.signin.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A cmdlet's arguments by the names of its parameters, each read as the type it must have. */
public final class Arguments {
  /** What the original's ValidatePattern takes. */
  private static final Pattern CUSTOMER_ID =
      Pattern.compile("\\{?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}?");

  private static final String WHAT_IF = "WhatIf";
  private static final String CONFIRM = "Confirm";

  private final Map<String, JsonElement> values;

  private Arguments(Map<String, JsonElement> values) {
    this.values = values;
  }

  /**
   * Sorts what a user wrote by the cmdlet's parameters.
   *
   * @throws ParameterBindingException if there is an unknown one, one twice, or one missing
   */
  static Arguments of(CmdletType type, JsonObject written) throws ParameterBindingException {
    List<String> known = new ArrayList<>(type.mandatory());
    known.addAll(type.optional());
    if (type.supportsShouldProcess()) {
      known.add(WHAT_IF);
      known.add(CONFIRM);
    }
    Map<String, JsonElement> values = new TreeMap<>(AsciiCase.ORDER);
    for (Map.Entry<String, JsonElement> entry : written.entrySet()) {
      String name = entry.getKey();
      if (!contains(known, name) && !contains(type.ignored(), name)) {
        throw new ParameterBindingException(
            Fault.NamedParameterNotFound,
            "A parameter cannot be found that matches parameter name '%s'. %s has the parameters %s."
                .formatted(name, type.name(), String.join(", ", known)));
      }
      if (values.putIfAbsent(name, entry.getValue()) != null) {
        throw new ParameterBindingException(
            Fault.ParameterAlreadyBound,
            "Cannot bind parameter because parameter '%s' is specified more than once."
                .formatted(name));
      }
    }
    Arguments arguments = new Arguments(values);
    arguments.requireAllOf(type.mandatory());
    if (arguments.flag(CONFIRM)) {
      throw new ParameterBindingException(
          Fault.ParameterArgumentValidationError,
          "Confirm can't be true: a pipe can't be asked. Leave it out, or ask before the"
              + " command is written.");
    }
    return arguments;
  }

  private static boolean contains(List<String> names, String name) {
    for (String known : names) {
      if (AsciiCase.same(known, name)) {
        return true;
      }
    }
    return false;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  void requireAllOf(List<String> parameters) throws ParameterBindingException {
    List<String> missing = parameters.stream().filter(name -> !values.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new ParameterBindingException(
          Fault.MissingMandatoryParameter,
          "Cannot process command because of one or more missing mandatory parameters: %s."
              .formatted(String.join(" ", missing)));
    }
  }

  boolean whatIf() throws ParameterBindingException {
    return flag(WHAT_IF);
  }

  /** A switch; false where it is left out. */
  boolean flag(String name) throws ParameterBindingException {
    JsonElement value = values.get(name);
    if (value == null) {
      return false;
    }
    if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw new ParameterBindingException(
        Fault.CannotConvertArgument, name + " must be true or false, but was " + value + ".");
  }

  /** True or false; empty where it is left out, or null as in a cart that was fed back. */
  Optional<Boolean> flagIfGiven(String name) throws ParameterBindingException {
    JsonElement value = values.get(name);
    return value == null || value.isJsonNull() ? Optional.empty() : Optional.of(flag(name));
  }

  /** The customer's id without the braces that a GUID may be written with. */
  String customerId() throws ParameterBindingException {
    String id = text("CustomerId").orElse("");
    if (!CUSTOMER_ID.matcher(id).matches()) {
      throw new ParameterBindingException(
          Fault.ParameterArgumentValidationError,
          "CustomerId must be a GUID, such as 46a62ece-10ad-42e5-b3f1-b2ed53e6fc08, but was \"%s\"."
              .formatted(Excerpt.of(id)));
    }
    return id.replace("{", "").replace("}", "");
  }

  String cartId() throws ParameterBindingException {
    Optional<String> id = text("CartId");
    if (id.isEmpty()) {
      throw isNull("CartId");
    }
    if (id.get().isBlank()) {
      throw new ParameterBindingException(
          Fault.ParameterArgumentValidationErrorEmptyStringNotAllowed,
          "Cannot bind argument to parameter 'CartId' because it is an empty string.");
    }
    return id.get();
  }

  /** A string or a number, as it was written. */
  public JsonPrimitive scalar(String name) throws ParameterBindingException {
    if (values.get(name) instanceof JsonPrimitive primitive && !primitive.isBoolean()) {
      return primitive;
    }
    throw new ParameterBindingException(
        Fault.CannotConvertArgument, name + " must be a string or an integer.");
  }

  /** A secret, which no message repeats. */
  String secret(String name) throws ParameterBindingException {
    if (values.get(name) instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw new ParameterBindingException(Fault.CannotConvertArgument, name + " must be a string.");
  }

  /** A text that is there and not empty. */
  String nonEmpty(String name) throws ParameterBindingException {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(
            () ->
                new ParameterBindingException(
                    Fault.ParameterArgumentValidationError,
                    ("Cannot validate argument on parameter '%s'. The argument is null or empty."
                            + " Provide an argument that is not null or empty, and then try the"
                            + " command again.")
                        .formatted(name)));
  }

  /** A PSCredential as its user's name and password. */
  Map.Entry<String, Secret> credential(String name) throws ParameterBindingException {
    Map<String, JsonElement> members = new TreeMap<>(AsciiCase.ORDER);
    if (values.get(name) instanceof JsonObject credential) {
      members.putAll(credential.asMap());
    }
    if (members.size() == 2
        && members.get("UserName") instanceof JsonPrimitive user
        && user.isString()
        && members.get("Password") instanceof JsonPrimitive password
        && password.isString()) {
      return Map.entry(user.getAsString(), new Secret(password.getAsString()));
    }
    throw new ParameterBindingException(
        Fault.CannotConvertArgument, name + " must be an object of UserName and Password.");
  }

  /** One line item or more. */
  List<CartLineItem> lineItems(String name) throws ParameterBindingException {
    try {
      return CartLineItem.list(name, notNull(name), CartLineItem.Emptiness.REFUSED);
    } catch (InvalidValueException e) {
      throw ParameterBindingException.of(e);
    }
  }

  CartLineItem lineItem(String name) throws ParameterBindingException {
    try {
      return CartLineItem.of(name, notNull(name));
    } catch (InvalidValueException e) {
      throw ParameterBindingException.of(e);
    }
  }

  private JsonElement notNull(String name) throws ParameterBindingException {
    JsonElement value = values.get(name);
    if (value == null || value.isJsonNull()) {
      throw isNull(name);
    }
    return value;
  }

  private static ParameterBindingException isNull(String name) {
    return new ParameterBindingException(
        Fault.ParameterArgumentValidationError,
        ("Cannot validate argument on parameter '%s'. The argument is null. Provide a valid value"
                + " for the argument, and then try running the command again.")
            .formatted(name));
  }

  /** A text, empty where it is left out or null. */
  Optional<String> text(String name) throws ParameterBindingException {
    @Nullable JsonElement value = values.get(name);
    if (value == null || value.isJsonNull()) {
      return Optional.empty();
    }
    if (value instanceof JsonPrimitive primitive && !primitive.isBoolean()) {
      return Optional.of(primitive.getAsString());
    }
    throw new ParameterBindingException(
        Fault.CannotConvertArgument, name + " must be a string, but was " + value + ".");
  }
}
