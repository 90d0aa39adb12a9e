package io.github.partnercart.signin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** A refresh token in a file, in which each new one takes the place of the one before. */
public final class RefreshTokenFile {
  private final Path file;

  public RefreshTokenFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the token.
   *
   * @throws SignInException if there is none
   */
  public Secret read() throws SignInException {
    return new Secret(new SmallFile("refresh token file", file).text());
  }

  /**
   * Puts a new token in the place of the one before, or tells that it could not.
   *
   * @return whether it could
   */
  public boolean keep(Secret token, Consumer<String> messages) {
    try {
      write(token);
      return true;
    } catch (IOException e) {
      messages.accept(
          "The new refresh token could not be written to %s; the old one stays in it: %s"
              .formatted(file, e));
      return false;
    }
  }

  /**
   * Replaces the file as a whole, so that another process never reads half a token.
   *
   * @throws IOException if the file can't be replaced
   */
  private void write(Secret token) throws IOException {
    Path real = file.toRealPath();
    Path fresh = Files.createTempFile(real.getParent(), ".refresh-token", ".tmp", ownerOnly());
    try {
      Files.writeString(fresh, token.text(), StandardCharsets.UTF_8);
      Files.move(fresh, real, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    // Windows keeps others out of a user's files by the directory's own rights.
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
