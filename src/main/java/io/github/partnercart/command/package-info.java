/** What a command is and what it does: one class a cmdlet, from the journal to its answer. */
@NullMarked
package io.github.partnercart.command;

import org.jspecify.annotations.NullMarked;
