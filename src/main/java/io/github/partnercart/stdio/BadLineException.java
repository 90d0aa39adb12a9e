package io.github.partnercart.stdio;

import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/** A line is no command that can be run; the error is its answer. */
final class BadLineException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable JsonPrimitive id;
  private final transient ErrorRecord error;

  /**
   * @param id the line's Id, if it could be read
   */
  BadLineException(@Nullable JsonPrimitive id, ErrorRecord error) {
    super(error.message());
    this.id = id;
    this.error = error;
  }

  @Nullable JsonPrimitive id() {
    return id;
  }

  ErrorRecord error() {
    return error;
  }
}
