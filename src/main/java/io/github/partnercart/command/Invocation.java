package io.github.partnercart.command;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * A cmdlet that is about to be run.
 *
 * @param isWhatIf whether it only says what it would do
 * @param content the digest of each parameter
 */
public record Invocation(
    CmdletType type, Cmdlet cmdlet, boolean isWhatIf, Map<String, String> content) {
  /** Whether it is run where it is read: it sends nothing, and waits for nothing. */
  public boolean runsAtOnce() {
    return isWhatIf || cmdlet instanceof Cmdlet.Stop;
  }

  /** Whether it changes who is signed in, which the commands after it wait for. */
  public boolean changesSession() {
    return type.changesSession();
  }

  /** The cart that must not be worked on by another invocation at the same time. */
  public Optional<String> cartId() {
    return isWhatIf ? Optional.empty() : cmdlet.cartId();
  }

  /** Whether it changes something at the service. */
  public boolean changes() {
    return cmdlet instanceof Cmdlet.Change && !isWhatIf;
  }

  /** PowerShell's own sentence about what it would do. */
  JsonObject whatIf(Cmdlet.Change change) {
    JsonObject answer = new JsonObject();
    answer.addProperty(
        "WhatIf",
        "What if: Performing the operation \"%s\" on target \"%s\"."
            .formatted(type.name(), change.target()));
    return answer;
  }
}
