package io.github.partnercart.command;

import io.github.partnercart.signin.SignInException;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells a user how to sign in, for as long as somebody waits for that. */
final class UserPrompt implements Consumer<String> {
  private final Optional<Consumer<String>> warnings;
  private final Consumer<String> messages;
  private volatile boolean isClosed;

  /**
   * @param warnings who tells the user of the command; empty where that is nobody
   * @param messages who tells the user then
   */
  UserPrompt(Optional<Consumer<String>> warnings, Consumer<String> messages) {
    this.warnings = warnings;
    this.messages = messages;
  }

  @Override
  public void accept(String text) {
    if (isClosed && warnings.isPresent()) {
      // The user would not see it, and the command would wait for the user.
      throw new IllegalStateException(
          new SignInException("The user must sign in again. Run Connect-PartnerCenter to login."));
    }
    warnings.orElse(messages).accept(text);
  }

  /** Connect-PartnerCenter is over. */
  void close() {
    isClosed = true;
  }
}
