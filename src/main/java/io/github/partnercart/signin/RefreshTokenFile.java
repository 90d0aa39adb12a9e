package io.github.partnercart.signin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token in a file, in which each new one takes the place of the one before. Its user and
 * other processes may put another one there meanwhile, which stays.
 */
public final class RefreshTokenFile {
  private final SmallFile file;

  /** What was read from it or written to it last. */
  private @Nullable Secret known;

  public RefreshTokenFile(Path file) {
    this.file = new SmallFile("refresh token file", file);
  }

  /**
   * Reads the token.
   *
   * @throws SignInException if there is none
   */
  public synchronized Secret read() throws SignInException {
    Secret read = new Secret(file.text());
    known = read;
    return read;
  }

  /**
   * Reads the token that somebody else put there since it was read or written last.
   *
   * @return empty if nobody did
   * @throws SignInException if there is none any more
   */
  public synchronized Optional<Secret> readOther() throws SignInException {
    @Nullable Secret before = known;
    Secret present = read();
    return present.equals(before) ? Optional.empty() : Optional.of(present);
  }

  /**
   * Puts a new token in the place of the one before, or tells that it did not.
   *
   * @return whether it is there
   */
  public synchronized boolean keep(Secret token, Consumer<String> messages) {
    try {
      Secret present = new Secret(file.text());
      if (present.equals(known)) {
        write(token);
      } else if (!present.equals(token)) {
        messages.accept(
            ("The %s holds another token by now, which stays in it; the new one of this sign-in is"
                    + " not written to it.")
                .formatted(file));
        return false;
      }
      known = token;
      return true;
    } catch (SignInException | IOException e) {
      messages.accept(
          "The new refresh token could not be written to the %s, where all stays as it is: %s"
              .formatted(file, e instanceof IOException ? e : e.getMessage()));
      return false;
    }
  }

  /**
   * Replaces the file as a whole, so that another process never reads half a token, and neither
   * does the one who starts the machine after it stopped just then.
   *
   * @throws IOException if the file can't be replaced
   */
  private void write(Secret token) throws IOException {
    Path real = file.path().toRealPath();
    Path fresh = Files.createTempFile(real.getParent(), ".refresh-token", ".tmp", ownerOnly());
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer rest = StandardCharsets.UTF_8.encode(token.text());
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
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
