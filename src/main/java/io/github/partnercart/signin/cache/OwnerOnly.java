package io.github.partnercart.signin.cache;

import io.github.partnercart.signin.SignInException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * The rights by which a POSIX system keeps others out of a directory and its files, also by way of
 * the directories above it, as OpenSSH looks at them.
 */
final class OwnerOnly {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private static final int ROOT = 0;

  /** Others may write to such a directory, but neither rename nor delete what is not theirs. */
  private static final int STICKY = 01000;

  private OwnerOnly() {}

  /** Whether the place knows such rights. */
  static boolean isKnownAt(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** What to create a file with. */
  static FileAttribute<?> ofFile() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

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
    Path probe = Files.createTempFile(directory, ".probe", "", ofFile());
    try {
      if (!attributes.isDirectory()
          || !OWNERS.containsAll(attributes.permissions())
          || !attributes.owner().equals(Files.getOwner(probe))) {
        throw refused(
            directory,
            "it must be yours alone. Close it to others (chmod 700), or name another directory");
      }
      requireNotReplaceable(directory, uid(probe));
    } finally {
      Files.deleteIfExists(probe);
    }
    return directory;
  }

  private static void requireNotReplaceable(Path directory, int user)
      throws IOException, SignInException {
    for (Path above = directory.getParent(); above != null; above = above.getParent()) {
      int owner = uid(above);
      if (owner != user && owner != ROOT) {
        throw refused(
            directory,
            above + " belongs to another user, who can replace it. Name another directory");
      }
      if (isOpenToOthers(above) && ((int) Files.getAttribute(above, "unix:mode") & STICKY) == 0) {
        throw refused(
            directory,
            "others can write to "
                + above
                + ", and so replace it. Close that to them (chmod go-w), or name another directory");
      }
    }
  }

  private static boolean isOpenToOthers(Path directory) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(directory, PosixFileAttributes.class);
    // Many systems give each user a group of the same name and let it write by default.
    boolean isOwnGroup = attributes.group().getName().equals(attributes.owner().getName());
    return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        || (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && !isOwnGroup);
  }

  private static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
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
