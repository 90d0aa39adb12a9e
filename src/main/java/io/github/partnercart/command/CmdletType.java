package io.github.partnercart.command;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * A cmdlet as it is found by its name.
 *
 * @param name such as New-PartnerCustomerCart
 * @param mandatory the names of the parameters that must be there
 * @param optional the names of the parameters that may be there
 * @param ignored the names of members of a cart that was fed back, which the service alone sets
 * @param supportsShouldProcess whether it changes something, and so takes WhatIf and Confirm
 * @param changesSession whether it changes who is signed in
 * @param binder makes the cmdlet from its arguments
 */
public record CmdletType(
    String name,
    List<String> mandatory,
    List<String> optional,
    List<String> ignored,
    boolean supportsShouldProcess,
    boolean changesSession,
    Binder binder) {
  /** A legal statement of the partner, which is sent only where it was given. */
  static final String ATTESTATION = "PartnerOnRecordAttestationAccepted";

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
    /**
     * Makes it.
     *
     * @throws ParameterBindingException if an argument is wrong
     */
    Cmdlet bind(Arguments arguments) throws ParameterBindingException;
  }

  /** Describes a cmdlet that changes nothing at the service. */
  static Builder named(String name) {
    return new Builder(name, false, false);
  }

  /** Describes a cmdlet that changes something at the service. */
  static Builder change(String name) {
    return new Builder(name, true, false);
  }

  /** Describes a cmdlet that changes who is signed in. */
  static Builder signIn(String name) {
    return new Builder(name, false, true);
  }

  /** The parts of a description by their names. */
  static final class Builder {
    private final String name;
    private final boolean supportsShouldProcess;
    private final boolean changesSession;
    private List<String> mandatory = List.of();
    private List<String> optional = List.of();
    private List<String> ignored = List.of();

    private Builder(String name, boolean supportsShouldProcess, boolean changesSession) {
      this.name = name;
      this.changesSession = changesSession;
      this.supportsShouldProcess = supportsShouldProcess;
    }

    Builder mandatory(String... parameters) {
      mandatory = List.of(parameters);
      return this;
    }

    Builder optional(String... parameters) {
      optional = List.of(parameters);
      return this;
    }

    Builder ignored(List<String> members) {
      ignored = members;
      return this;
    }

    CmdletType bound(Binder binder) {
      return new CmdletType(
          name, mandatory, optional, ignored, supportsShouldProcess, changesSession, binder);
    }
  }

  /**
   * Binds the parameters that a user wrote.
   *
   * @throws ParameterBindingException at the first one that is unknown, missing or wrong
   */
  public Invocation bind(JsonObject written) throws ParameterBindingException {
    Arguments arguments = Arguments.of(this, written);
    Cmdlet cmdlet = binder.bind(arguments);
    return new Invocation(this, cmdlet, arguments.whatIf(), Content.of(this, written));
  }
}
