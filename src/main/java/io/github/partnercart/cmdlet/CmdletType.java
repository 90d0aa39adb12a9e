package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A cmdlet as it is found by its name.
 *
 * @param name such as New-PartnerCustomerCart
 * @param parameters the names of its own parameters, all mandatory
 * @param ignored the names of members of a cart that was fed back, which the service alone sets
 * @param supportsShouldProcess whether it takes WhatIf and Confirm
 * @param binder makes the cmdlet from its arguments
 */
public record CmdletType(
    String name,
    List<String> parameters,
    List<String> ignored,
    boolean supportsShouldProcess,
    Binder binder) {
  /** The members of a cart which a user can't change. */
  static final List<String> READ_ONLY_CART_MEMBERS =
      List.of(
          "CreationTimestamp",
          "ExpirationTimestamp",
          "LastModifiedTimestamp",
          "LastModifiedUser",
          "Status");

  /** Makes a cmdlet from its arguments. */
  @FunctionalInterface
  public interface Binder {
    Cmdlet bind(Arguments arguments) throws ParameterBindingException;
  }

  /**
   * Binds the parameters that a user wrote.
   *
   * @throws ParameterBindingException at the first one that is unknown, missing or wrong
   */
  public Invocation bind(JsonObject written) throws ParameterBindingException {
    Arguments arguments = Arguments.of(this, written);
    Cmdlet cmdlet = binder.bind(arguments);
    return new Invocation(this, cmdlet, arguments.whatIf());
  }
}
