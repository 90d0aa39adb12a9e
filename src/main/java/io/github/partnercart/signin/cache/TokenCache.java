package io.github.partnercart.signin.cache;

import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequestOnFirstUse;
import io.github.partnercart.signin.TokenRequests;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tokens on disk, which processes share: in the system's keyring, else in files for the owner
 * alone, else not at all. Whoever needs a token holds its lock until it is there, so that of many
 * processes only one asks for it.
 *
 * <p>A place that others could read is refused. One that can't be used, as the disk is full, is
 * told of once, and done without.
 */
public final class TokenCache implements TokenRequests {
  private final Path given;
  private final TokenRequests requests;
  private final Function<Path, @Nullable SecretStore> keyring;
  private final Consumer<String> messages;

  /** A file's lock is the whole process's, and can't be asked for twice. */
  private final Map<String, ReentrantLock> ofThisProcess = new ConcurrentHashMap<>();

  private boolean isToldOf;

  /**
   * @param directory used for nothing else; made if there is none
   * @param requests ask for what is not there
   * @param messages gets what the user must read
   */
  public TokenCache(Path directory, TokenRequests requests, Consumer<String> messages) {
    this(directory, requests, messages, SystemKeyring::open);
  }

  /**
   * @param keyring opens the system's keyring; null if there is none
   */
  TokenCache(
      Path directory,
      TokenRequests requests,
      Consumer<String> messages,
      Function<Path, @Nullable SecretStore> keyring) {
    this.given = directory;
    this.requests = requests;
    this.messages = messages;
    this.keyring = keyring;
  }

  @Override
  public TokenRequest of(SignInMethod method, Authority authority) throws SignInException {
    @Nullable String name = name(method, authority);
    if (name == null) {
      return requests.of(method, authority);
    }
    // With a token in the cache, nothing else is loaded.
    return new CachedTokenRequest(
        this, name, new TokenRequestOnFirstUse(requests, method, authority), Clock.systemUTC());
  }

  /**
   * What tokens are kept under: whose they are, and where they serve, but not what proved it.
   *
   * @return null for what is not kept: a machine keeps its own tokens, and the owner of a refresh
   *     token keeps that
   */
  private static @Nullable String name(SignInMethod method, Authority authority) {
    if (method instanceof SignInMethod.ServicePrincipal principal) {
      return name("application", principal.application(), authority);
    }
    if (method instanceof SignInMethod.DeviceCode deviceCode) {
      return name("user", deviceCode.application(), authority);
    }
    if (method instanceof SignInMethod.InteractiveBrowser browser) {
      return name("user", browser.application(), authority);
    }
    return null;
  }

  private static String name(String kind, Application application, Authority authority) {
    String whose =
        String.join(
            "\n",
            kind,
            authority.host().toString(),
            authority.resource(),
            application.tenant(),
            application.clientId());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(whose.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something done with the tokens of one name, while nobody else does anything with them. */
  @FunctionalInterface
  interface Use<T> {
    /**
     * Does it.
     *
     * @param store where they are kept; empty where the cache can't be used
     */
    T with(Optional<SecretStore> store) throws SignInException;
  }

  /**
   * Waits for its turn among all threads and processes, then uses the tokens of a name.
   *
   * @throws SignInException if others could read them, or the thread was interrupted
   */
  <T> T use(String name, Use<T> use) throws SignInException {
    ReentrantLock turn = ofThisProcess.computeIfAbsent(name, any -> new ReentrantLock());
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    try {
      return useInTurn(name, use);
    } finally {
      turn.unlock();
    }
  }

  private <T> T useInTurn(String name, Use<T> use) throws SignInException {
    @Nullable FileChannel locked = null;
    @Nullable SecretStore store = null;
    try {
      Path directory = directory();
      SecretStore found = store(directory, name);
      locked = locked(directory.resolve(name + ".lock"));
      store = found;
    } catch (FileLockInterruptionException e) {
      throw interrupted();
    } catch (IOException e) {
      tell(e);
    }
    try {
      return use.with(Optional.ofNullable(store));
    } finally {
      close(locked);
    }
  }

  private Path directory() throws IOException, SignInException {
    return OwnerOnly.isKnownAt(given)
        ? OwnerOnly.directory(given)
        : Files.createDirectories(given).toRealPath();
  }

  private static FileChannel locked(Path file) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileChannel channel = FileChannel.open(file, options, attributes(file));
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

  private void close(@Nullable FileChannel locked) {
    try {
      if (locked != null) {
        locked.close();
      }
    } catch (IOException e) {
      tell(e);
    }
  }

  private static FileAttribute<?>[] attributes(Path file) {
    return OwnerOnly.isKnownAt(file)
        ? new FileAttribute<?>[] {OwnerOnly.ofFile()}
        : new FileAttribute<?>[0];
  }

  private SecretStore store(Path directory, String name) throws IOException, SignInException {
    Path marker = directory.resolve(name + ".keyring");
    try {
      Files.createFile(marker, attributes(marker));
    } catch (FileAlreadyExistsException e) {
      // Made before, or by another process just now.
    }
    @Nullable SecretStore encrypted = keyring.apply(marker);
    if (encrypted != null) {
      return encrypted;
    }
    Files.deleteIfExists(marker);
    if (!OwnerOnly.isKnownAt(directory)) {
      throw new SignInException(
          ("Tokens can't be kept in %s: the system has no keyring, and files there can't be closed"
                  + " to others. Do without --token-cache, or name another directory.")
              .formatted(directory));
    }
    return new OwnerOnlyFile(directory.resolve(name + ".tokens"));
  }

  private static SignInException interrupted() {
    Thread.currentThread().interrupt();
    return new SignInException("Signing in was interrupted.");
  }

  /** Tells once that there is no cache. */
  synchronized void tell(IOException failure) {
    // An interrupt closes what is read, which is no fault of the cache.
    if (!isToldOf && !Thread.currentThread().isInterrupted()) {
      isToldOf = true;
      messages.accept(
          "The token cache in %s can't be used: %s. Tokens are kept in memory only."
              .formatted(given, failure));
    }
  }

  @Override
  public String toString() {
    return "TokenCache[" + given + "]";
  }
}
