package io.github.partnercart.signin;

import io.github.partnercart.json.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A file that holds a token or a key. It is read in a thread of its own, which can be left behind:
 * a pipe without a writer and a disk of another machine let their reader wait for ever.
 *
 * @param name what it is, such as {@code refresh token file}
 */
public record SmallFile(String name, Path path) {
  /** Many times the size of a token or a chain of certificates. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Reads a file that is read again later, so that a pipe, which can't be, is refused.
   *
   * @throws SignInException if it can't be read; the message names it, but not what it holds
   */
  public byte[] bytes() throws SignInException {
    return await(
        inBackground(
            () -> {
              if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new SignInException(
                    "The "
                        + this
                        + " must be a regular file, as it is read again later: write what it is"
                        + " to hold to a file that you alone can read.");
              }
              return content();
            }),
        PATIENCE,
        "the disk that it is on gave no answer");
  }

  /**
   * Reads a text in such a file, without the white space around it.
   *
   * @throws SignInException if it can't be read, or is empty
   */
  public String text() throws SignInException {
    String text = text(bytes()).strip();
    if (text.isEmpty()) {
      throw new SignInException("The " + this + " is empty.");
    }
    return text;
  }

  /** UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell writes files. */
  String text(byte[] bytes) throws SignInException {
    boolean isUtf16 =
        bytes.length >= 2
            && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
    try {
      return isUtf16
          ? new String(bytes, StandardCharsets.UTF_16)
          : StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(ByteOrderMark.strip(bytes)))
              .toString();
    } catch (CharacterCodingException e) {
      throw unreadable("it is no UTF-8 text");
    }
  }

  /**
   * Reads what there is, be it a pipe, as long as that takes.
   *
   * @throws SignInException if it can't be read
   */
  byte[] content() throws SignInException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new SignInException("The " + this + " is too large to hold a token or a key.");
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(e.toString());
    }
  }

  private static <T> FutureTask<T> inBackground(Callable<T> reading) {
    FutureTask<T> task = new FutureTask<>(reading);
    daemon(task).start();
    return task;
  }

  /** A thread that keeps no process alive. */
  static Thread daemon(Runnable reading) {
    Thread thread = new Thread(reading, "small-file");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Waits for what is read.
   *
   * @param otherwise why it may not have come in time
   * @throws SignInException if it did not come, or could not be read
   */
  <T> T await(FutureTask<T> reading, Duration atMost, String otherwise) throws SignInException {
    try {
      return reading.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unreadable(otherwise);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignInException("Signing in was interrupted.", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SignInException known
          ? known
          : unreadable(String.valueOf(e.getCause()));
    }
  }

  /** What to throw where it can't be read. */
  SignInException unreadable(String reason) {
    return new SignInException("The " + this + " can't be read: " + reason + ".");
  }

  @Override
  public String toString() {
    return name + " " + path;
  }
}
