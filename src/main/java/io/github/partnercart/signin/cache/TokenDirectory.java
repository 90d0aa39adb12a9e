package io.github.partnercart.signin.cache;

import io.github.partnercart.files.OwnerOnly;
import io.github.partnercart.signin.SignInException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a token cache. Of each name that tokens are kept under it has a lock, and either
 * a file that goes with what the system's keyring keeps, or a file with the tokens.
 *
 * @param given made when it is first used
 * @param keyring opens the system's keyring; null if there is none
 */
record TokenDirectory(Path given, Function<Path, @Nullable SecretStore> keyring) {
  /** The tokens of one name, which no other process uses until they are closed. */
  record Held(SecretStore store, Path file, Path marker, FileChannel lock) implements Closeable {
    /**
     * Deletes the tokens, also where another process had a keyring and this one has none, or the
     * other way round.
     *
     * @throws SignInException if some are where this process can't delete them
     */
    void delete() throws IOException, SignInException {
      store.delete();
      Files.deleteIfExists(file);
      if (!(store instanceof OwnerOnlyFile)) {
        Files.deleteIfExists(marker);
      } else if (Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
        throw new SignInException(
            ("Tokens of an earlier process are in the system's keyring, which can't be opened now."
                    + " Run Disconnect-PartnerCenter where it can, or delete them there and %s here.")
                .formatted(marker));
      }
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }

  /**
   * Waits until no other process uses the tokens of a name.
   *
   * @throws IOException if they can't be kept here now
   * @throws SignInException if they must not be kept here
   */
  Held hold(String name) throws IOException, SignInException {
    Path directory =
        OwnerOnly.isKnownAt(given)
            ? CacheFolder.directory(given)
            : Files.createDirectories(given).toRealPath();
    Path file = directory.resolve(name + ".tokens");
    Path marker = directory.resolve(name + ".keyring");
    FileChannel lock = lock(directory.resolve(name + ".lock"));
    try {
      @Nullable SecretStore encrypted = keyring(marker);
      return new Held(encrypted == null ? plain(file) : encrypted, file, marker, lock);
    } catch (IOException | SignInException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    Set<OpenOption> options = new HashSet<>();
    options.add(StandardOpenOption.CREATE);
    options.add(StandardOpenOption.WRITE);
    if (OwnerOnly.isKnownAt(file)) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    FileChannel channel = FileChannel.open(file, options, OwnerOnly.ofFile(file));
    try {
      if (channel.lock().isValid()) {
        return channel;
      }
      throw new IOException("no lock");
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private @Nullable SecretStore keyring(Path marker) throws IOException {
    boolean isNew = true;
    try {
      Files.createFile(marker, OwnerOnly.ofFile(marker));
    } catch (FileAlreadyExistsException e) {
      isNew = false;
    }
    @Nullable SecretStore encrypted = keyring.apply(marker);
    if (encrypted == null && isNew) {
      Files.delete(marker);
    }
    return encrypted;
  }

  private static SecretStore plain(Path file) throws SignInException {
    if (!OwnerOnly.isKnownAt(file)) {
      throw new SignInException(
          ("Tokens can't be kept in %s: the system has no keyring, and files there can't be closed"
                  + " to others. Do without --token-cache, or name another directory.")
              .formatted(file.getParent()));
    }
    return new OwnerOnlyFile(file);
  }

  @Override
  public String toString() {
    return given.toString();
  }
}
