package io.github.partnercart.command;

import io.github.partnercart.partnercenter.Call;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a cmdlet that works on who is signed in needs.
 *
 * @param sessions all sign-ins
 * @param current the sign-in that the command would work as
 * @param call how long it may take, and whether it was stopped
 * @param warnings gets what the user must read while it lasts; empty where the command has no Id
 */
record SessionCall(
    Sessions sessions, SignedIn current, Call call, Optional<Consumer<String>> warnings) {}
