package io.github.partnercart.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The rights by which a POSIX system keeps others out of a file, also by way of the folders above
 * it, as OpenSSH looks at them. Windows keeps others out of a user's files by the folder's rights.
 */
public final class OwnerOnly {
  private static final int ROOT = 0;

  /** Others may write to such a folder, but neither rename nor delete what is not theirs. */
  private static final int STICKY = 01000;

  private OwnerOnly() {}

  /** Whether the place knows such rights. */
  public static boolean isKnownAt(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /** What to create a file with. */
  public static FileAttribute<?>[] ofFile(Path path) {
    return isKnownAt(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * Checks a file that is there.
   *
   * @throws UnsafeFileException if it is no regular file, another user's, or open to others
   */
  public static void requireFile(Path file) throws IOException, UnsafeFileException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnsafeFileException("it is not a regular file. Name another one");
    }
    if (!isKnownAt(file)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    boolean isOpen =
        attributes.permissions().stream().anyMatch(right -> !right.name().startsWith("OWNER_"));
    if (isOpen || uid(file) != user()) {
      throw new UnsafeFileException(
          "it is not yours alone. If you trust what it says, make it so (chown, chmod 600)");
    }
  }

  /** Java does not say who the user is; the owner of a new file does. */
  private static int user() throws IOException {
    Path probe = Files.createTempFile("partner-cart", "");
    try {
      return uid(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Checks the folders of a file.
   *
   * @throws UnsafeFileException if another user could move the file away and put one in its place
   */
  public static void requireNotReplaceable(Path file) throws IOException, UnsafeFileException {
    if (isKnownAt(file)) {
      requireNotReplaceable(file, user());
    }
  }

  /** The same for a user who is known. */
  public static void requireNotReplaceable(Path file, int user)
      throws IOException, UnsafeFileException {
    for (Path above = file.toRealPath().getParent(); above != null; above = above.getParent()) {
      int owner = uid(above);
      if (owner != user && owner != ROOT) {
        throw new UnsafeFileException(
            above + " belongs to another user, who can replace it. Name another directory");
      }
      if (isOpenToOthers(above) && ((int) Files.getAttribute(above, "unix:mode") & STICKY) == 0) {
        throw new UnsafeFileException(
            "others can write to "
                + above
                + ", and so replace it. Close that to them (chmod go-w), or name another directory");
      }
    }
  }

  private static boolean isOpenToOthers(Path folder) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(folder, PosixFileAttributes.class);
    // Many systems give each user a group of the same name and let it write by default.
    boolean isOwnGroup = attributes.group().getName().equals(attributes.owner().getName());
    return attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
        || (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && !isOwnGroup);
  }

  /** The number of a file's owner. */
  public static int uid(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }
}
