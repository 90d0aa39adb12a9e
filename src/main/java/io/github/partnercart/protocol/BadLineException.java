package io.github.partnercart.protocol;

import io.github.partnercart.command.BadLine;

/** A line is no command that can be run. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 2;

  private final transient BadLine line;

  BadLineException(BadLine line) {
    super(line.error().message());
    this.line = line;
  }

  BadLine line() {
    return line;
  }
}
