package io.github.partnercart.signin.cache;

import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place that keeps bytes from everyone but the user. */
interface SecretStore {
  /**
   * Reads what was written last.
   *
   * @return null if nothing was, or it was deleted
   * @throws IOException if it can't be read
   * @throws SignInException if it was not kept from others
   */
  byte @Nullable [] read() throws IOException, SignInException;

  /**
   * Replaces what is there as a whole.
   *
   * @throws IOException if it can't be written; what was there may be gone then
   */
  void write(byte[] data) throws IOException;

  /**
   * Deletes what is there, if anything is.
   *
   * @throws IOException if it can't be deleted
   */
  void delete() throws IOException;
}
