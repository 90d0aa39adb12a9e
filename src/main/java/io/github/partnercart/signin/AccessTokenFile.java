package io.github.partnercart.signin;

import io.github.partnercart.json.ByteOrderMark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An access token in a file which another program keeps fresh: it is read again when it changes.
 */
public final class AccessTokenFile implements AccessTokenSource {
  /** Many times a token's size; a larger file is something else. */
  private static final long MAX_BYTES = 1024 * 1024;

  /**
   * What tells one version of a file from the next, also if it was replaced within a clock tick.
   */
  private record Version(FileTime modified, long size, @Nullable Object fileKey) {}

  private final Path file;
  private @Nullable Version version;
  private @Nullable GivenAccessToken token;

  public AccessTokenFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized String accessToken(Duration atMost) throws SignInException {
    return accessToken();
  }

  private String accessToken() throws SignInException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Version present =
          new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (token == null || !present.equals(version)) {
        token = read(present.size());
        version = present;
      }
      return token.accessToken();
    } catch (IOException e) {
      throw new SignInException("The access token file " + file + " can't be read: " + e, e);
    }
  }

  private GivenAccessToken read(long size) throws IOException, SignInException {
    if (size > MAX_BYTES) {
      throw new SignInException("The access token file " + file + " is too large to hold a token.");
    }
    return GivenAccessToken.of(text(Files.readAllBytes(file)), "The access token file " + file);
  }

  /** UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell writes files. */
  private static String text(byte[] bytes) {
    boolean isUtf16 =
        bytes.length >= 2
            && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
    return isUtf16
        ? new String(bytes, StandardCharsets.UTF_16)
        : new String(ByteOrderMark.strip(bytes), StandardCharsets.UTF_8);
  }

  @Override
  public synchronized boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException {
    // Read again even if it looks the same: the service says that the known token is no good.
    token = null;
    return !accessToken().equals(rejected);
  }
}
