package io.github.partnercart.signin.cache;

import io.github.partnercart.files.OwnerOnly;
import io.github.partnercart.files.UnsafeFileException;
import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The directory of the token cache on a POSIX system, and its files: the owner's alone. */
final class CacheFolder {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private CacheFolder() {}

  /**
   * Makes the directory if there is none.
   *
   * @return its real path
   * @throws IOException if it can't be made or written to
   * @throws SignInException if others have rights at it, or could replace it
   */
  static Path directory(Path given) throws IOException, SignInException {
    Path absolute = given.toAbsolutePath();
    if (absolute.getParent() != null) {
      Files.createDirectories(absolute.getParent());
    }
    try {
      Files.createDirectory(
          absolute,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Made before, or by another process just now.
    }
    Path directory = absolute.toRealPath();
    PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
    // Java does not tell who the user is; the owner of a new file is.
    Path probe = Files.createTempFile(directory, ".probe", "", OwnerOnly.ofFile(directory));
    try {
      if (!attributes.isDirectory()
          || !OWNERS.containsAll(attributes.permissions())
          || !attributes.owner().equals(Files.getOwner(probe))) {
        throw refused(
            directory,
            "it must be yours alone. Close it to others (chmod 700), or name another directory");
      }
      OwnerOnly.requireNotReplaceable(directory, OwnerOnly.uid(probe));
    } catch (UnsafeFileException e) {
      throw refused(directory, String.valueOf(e.getMessage()));
    } finally {
      Files.deleteIfExists(probe);
    }
    return directory;
  }

  private static SignInException refused(Path directory, String reason) {
    return new SignInException("Tokens can't be kept in %s: %s.".formatted(directory, reason));
  }

  /**
   * Checks a file before it is read, in a directory that was checked.
   *
   * @throws SignInException if others may have read or written it
   */
  static void requireOf(Path file) throws IOException, SignInException {
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()
        || !OWNERS.containsAll(attributes.permissions())
        || !attributes.owner().equals(Files.getOwner(file.toAbsolutePath().getParent()))) {
      throw new SignInException(
          ("The cached tokens in %s are not used: it must be a file that is yours alone, as others"
                  + " may have read or replaced it. Delete it, then sign in again.")
              .formatted(file));
    }
  }
}
