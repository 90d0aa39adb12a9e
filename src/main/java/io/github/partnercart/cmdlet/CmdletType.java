package io.github.partnercart.cmdlet;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A cmdlet as it is found by its name.
 *
 * @param name such as New-PartnerCustomerCart
 * @param mandatory the names of the parameters that must be there
 * @param optional the names of the parameters that may be there
 * @param ignored the names of members of a cart that was fed back, which the service alone sets
 * @param supportsShouldProcess whether it takes WhatIf and Confirm
 * @param runsAtOnce whether it is run where it is read, as it neither sends nor waits
 * @param binder makes the cmdlet from its arguments
 */
public record CmdletType(
    String name,
    List<String> mandatory,
    List<String> optional,
    List<String> ignored,
    boolean supportsShouldProcess,
    boolean runsAtOnce,
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
