package io.github.partnercart.signin.cache;

import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import io.github.partnercart.signin.TokenRequests;
import java.io.IOException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tokens on disk, which processes share: in the system's keyring, else in files for the owner
 * alone, else not at all. The one who needs a token holds its lock until it is there, so that of
 * many processes only one asks for it.
 *
 * <p>A place that others could read is refused. One that can't be used, as the disk is full, is
 * told of once, and done without.
 */
public final class TokenCache implements TokenRequests {
  private final TokenDirectory directory;
  private final TokenRequests requests;
  private final Consumer<String> messages;

  /** A file's lock is the whole process's, and can't be asked for twice. */
  private final Map<String, ReentrantLock> ofThisProcess = new ConcurrentHashMap<>();

  /** What this process may have kept, or used. */
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private final AtomicInteger age = new AtomicInteger();
  private boolean isToldOf;

  /**
   * @param directory used for nothing else; made if there is none
   * @param requests ask for what is not there; nothing of them is loaded before they are asked
   * @param messages gets what the user must read
   */
  public TokenCache(Path directory, TokenRequests requests, Consumer<String> messages) {
    this(new TokenDirectory(directory, SystemKeyring::open), requests, messages);
  }

  TokenCache(TokenDirectory directory, TokenRequests requests, Consumer<String> messages) {
    this.directory = directory;
    this.requests = requests;
    this.messages = messages;
  }

  @Override
  public TokenRequest of(SignInMethod method, Authority authority) throws SignInException {
    @Nullable String name = name(method, authority);
    if (name == null) {
      return requests.of(method, authority);
    }
    names.add(name);
    return new CachedTokenRequest(this, name, requests.of(method, authority), Clock.systemUTC());
  }

  /** How often everything was forgotten. */
  int age() {
    return age.get();
  }

  @Override
  public void forget() throws SignInException {
    age.incrementAndGet();
    @Nullable SignInException failure = null;
    for (String name : List.copyOf(names)) {
      try {
        forget(name);
        names.remove(name);
      } catch (SignInException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void forget(String name) throws SignInException {
    use(
        name,
        held -> {
          try {
            if (held.isPresent()) {
              held.get().delete();
            }
            return name;
          } catch (IOException e) {
            throw new SignInException(
                "The tokens in %s can't be deleted: %s".formatted(this, e), e);
          }
        });
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
     * @param held the tokens; empty where the cache can't be used
     */
    T with(Optional<TokenDirectory.Held> held) throws SignInException;
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
    TokenDirectory.@Nullable Held held = null;
    try {
      held = directory.hold(name);
    } catch (FileLockInterruptionException e) {
      throw interrupted();
    } catch (IOException e) {
      tell(e);
    }
    try {
      return use.with(Optional.ofNullable(held));
    } finally {
      close(held);
    }
  }

  private void close(TokenDirectory.@Nullable Held held) {
    try {
      if (held != null) {
        held.close();
      }
    } catch (IOException e) {
      tell(e);
    }
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
              .formatted(directory, failure));
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
