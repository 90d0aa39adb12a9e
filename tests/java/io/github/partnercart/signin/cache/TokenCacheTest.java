package io.github.partnercart.signin.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercart.signin.Application;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Cloud;
import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SignInMethod;
import io.github.partnercart.signin.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that outlive the process; another cache on the same directory stands for the next one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the tests look at POSIX permissions")
class TokenCacheTest {
  private static final Authority AUTHORITY = Cloud.AzureCloud.authority();
  private static final Application APPLICATION = new Application("tenant", "client");
  private static final SignInMethod SERVICE =
      new SignInMethod.ServicePrincipal(
          APPLICATION, new Proof.SharedSecret(new Secret("s3cret-client")));
  private static final SignInMethod USER = new SignInMethod.DeviceCode(APPLICATION, message -> {});

  @TempDir private Path parent;
  private Path directory;

  /**
   * What the identity service was asked for: the claims, after the refresh token if there was one.
   */
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private String whoSignsIn = "first";
  private Duration life = Duration.ofHours(1);

  @BeforeEach
  void name() {
    directory = parent.resolve("cache");
  }

  /** Issues s3cret-1, s3cret-2, …, and refresh tokens to users. */
  private final class Issuer implements TokenRequest {
    private final String user;
    private String resumed = "";

    private Issuer(SignInMethod method) {
      user = method == USER ? whoSignsIn : null;
    }

    @Override
    public IssuedToken request(String claims, Optional<String> account) {
      asked.add(resumed + claims);
      IssuedToken issued =
          IssuedToken.of(
              new Secret("s3cret-" + asked.size()), Instant.now(), Instant.now().plus(life), null);
      return user == null
          ? issued
          : issued
              .ofUser(Optional.of(user))
              .with(Optional.of(new Secret("s3cret-refresh-" + asked.size())));
    }

    @Override
    public void resume(Secret refreshToken) {
      if (resumed.isEmpty()) {
        resumed = refreshToken.text() + " ";
      }
    }
  }

  private TokenCache cache() {
    return cache(directory, marker -> null);
  }

  private TokenCache cache(Path place, Function<Path, SecretStore> keyring) {
    return new TokenCache(
        new TokenDirectory(place, keyring), (method, authority) -> new Issuer(method), told::add);
  }

  private static String token(TokenCache cache, SignInMethod method) throws SignInException {
    return cache.of(method, AUTHORITY).request(null, Optional.empty()).token().text();
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".tokens")).findFirst().orElseThrow();
    }
  }

  private static void setPermissions(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void nextProcessUsesTheToken() throws Exception {
    assertEquals("s3cret-1", token(cache(), SERVICE));
    assertEquals("s3cret-1", token(cache(), SERVICE));

    assertEquals(List.of("null"), asked);
    assertEquals(List.of(), told);
  }

  @Test
  void tokenThatEndsSoonIsNotUsed() throws Exception {
    life = Duration.ZERO;
    token(cache(), SERVICE);

    assertEquals("s3cret-2", token(cache(), SERVICE));
  }

  @Test
  void userIsNotAskedAgainAsTheRefreshTokenIsKept() throws Exception {
    life = Duration.ZERO;
    token(cache(), USER);
    token(cache(), USER);
    token(cache(), USER);

    assertEquals(List.of("null", "s3cret-refresh-1 null", "s3cret-refresh-2 null"), asked);
  }

  @Test
  void whoeverAsksAgainGetsAnotherToken() throws Exception {
    TokenRequest request = cache().of(SERVICE, AUTHORITY);

    assertEquals("s3cret-1", request.request(null, Optional.empty()).token().text());
    assertEquals("s3cret-2", request.request(null, Optional.empty()).token().text());
    assertEquals("s3cret-2", token(cache(), SERVICE));
  }

  @Test
  void tokenThatAnotherProcessRenewedIsUsed() throws Exception {
    TokenRequest request = cache().of(SERVICE, AUTHORITY);
    request.request(null, Optional.empty());
    TokenRequest other = cache().of(SERVICE, AUTHORITY);
    other.request(null, Optional.empty());
    other.request(null, Optional.empty());

    assertEquals("s3cret-2", request.request(null, Optional.empty()).token().text());
  }

  @Test
  void claimsAreAlwaysAskedFor() throws Exception {
    token(cache(), SERVICE);

    cache().of(SERVICE, AUTHORITY).request("{}", Optional.empty());

    assertEquals("s3cret-2", token(cache(), SERVICE));
    assertEquals(List.of("null", "{}"), asked);
  }

  static List<Map.Entry<SignInMethod, Authority>> others() throws SignInException {
    Proof proof = new Proof.SharedSecret(new Secret("s3cret-client"));
    return List.of(
        Map.entry(
            new SignInMethod.ServicePrincipal(new Application("other", "client"), proof),
            AUTHORITY),
        Map.entry(
            new SignInMethod.ServicePrincipal(new Application("tenant", "other"), proof),
            AUTHORITY),
        Map.entry(SERVICE, AUTHORITY.at("https://login.example")),
        Map.entry(SERVICE, Cloud.AzureChinaCloud.authority()),
        Map.entry(USER, AUTHORITY));
  }

  @ParameterizedTest
  @MethodSource("others")
  void tokenIsNotUsedForAnythingElse(Map.Entry<SignInMethod, Authority> other) throws Exception {
    token(cache(), SERVICE);

    cache().of(other.getKey(), other.getValue()).request(null, Optional.empty());

    assertEquals(2, asked.size());
  }

  @Test
  void tokenOfAMachineOrOfAGivenRefreshTokenIsNotKept() throws Exception {
    token(cache(), new SignInMethod.ManagedIdentity(Optional.empty()));
    token(
        cache(),
        new SignInMethod.RefreshToken(
            APPLICATION, Optional.empty(), new Secret("refresh"), token -> {}));

    assertFalse(Files.exists(directory));
  }

  @Test
  void nobodyElseMayReadAnyOfIt() throws Exception {
    token(cache(), USER);

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
            file.toString());
      }
    }
    assertFalse((cache() + " " + cache().of(USER, AUTHORITY)).contains("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxrwx---", "rwx---r--", "rwx----w-"})
  void directoryThatIsOpenToOthersIsRefused(String permissions) throws Exception {
    Files.createDirectory(directory);
    setPermissions(directory, permissions);

    String message =
        assertThrows(SignInException.class, () -> token(cache(), SERVICE)).getMessage();

    assertTrue(message.contains(directory.toRealPath() + ": it must be yours alone."), message);
    assertTrue(message.contains("chmod 700"), message);
    assertEquals(List.of(), asked);
  }

  @Test
  void directoryThatOthersCouldReplaceIsRefused() throws Exception {
    Path shared = Files.createDirectory(parent.resolve("shared"));
    Path below = Files.createDirectories(shared.resolve("below"));
    token(cache(below.resolve("cache"), marker -> null), SERVICE);
    Files.setAttribute(shared, "unix:mode", 0777);

    String message =
        assertThrows(
                SignInException.class,
                () -> token(cache(below.resolve("cache"), marker -> null), SERVICE))
            .getMessage();

    assertEquals(
        "Tokens can't be kept in "
            + below.toRealPath().resolve("cache")
            + ": others can write to "
            + shared.toRealPath()
            + ", and so replace it. Close that to them (chmod go-w), or name another directory.",
        message);
    assertEquals(1, asked.size());
  }

  @Test
  void directoryBelowOneLikeTmpIsUsed() throws Exception {
    Path shared = Files.createDirectory(parent.resolve("shared"));
    Files.setAttribute(shared, "unix:mode", 01777);

    assertEquals("s3cret-1", token(cache(shared.resolve("cache"), marker -> null), SERVICE));
    assertEquals("s3cret-1", token(cache(shared.resolve("cache"), marker -> null), SERVICE));
  }

  private static boolean isRoot(Path own) throws IOException {
    return Files.getAttribute(own, "unix:uid").equals(0);
  }

  @Test
  void directoryOfAUserAndTheUsersOwnGroupMayBeWrittenByThatGroup() throws Exception {
    assumeTrue(isRoot(parent), "only root gives files to others");
    Path home = Files.createDirectory(parent.resolve("home"));
    Files.setAttribute(home, "unix:mode", 0775);
    TokenCache cache = cache(home.resolve("cache"), marker -> null);

    assertEquals("s3cret-1", token(cache, SERVICE));
    Files.setAttribute(home, "unix:gid", 1);

    String message = assertThrows(SignInException.class, () -> token(cache, SERVICE)).getMessage();
    assertTrue(message.contains("others can write to " + home.toRealPath()), message);
  }

  @Test
  void directoryBelowOneOfAnotherUserIsRefused() throws Exception {
    assumeTrue(isRoot(parent), "only root gives files to others");
    Path home = Files.createDirectory(parent.resolve("home"));
    TokenCache cache = cache(home.resolve("cache"), marker -> null);
    token(cache, SERVICE);
    Files.setAttribute(home, "unix:uid", 12345);

    assertEquals(
        "Tokens can't be kept in "
            + home.toRealPath().resolve("cache")
            + ": "
            + home.toRealPath()
            + " belongs to another user, who can replace it. Name another directory.",
        assertThrows(SignInException.class, () -> token(cache, SERVICE)).getMessage());
  }

  @Test
  void directoryOrFileOfAnotherUserIsRefused() throws Exception {
    assumeTrue(isRoot(parent), "only root gives files to others");
    token(cache(), SERVICE);
    Path file = file();
    Files.setAttribute(file, "unix:uid", 12345);
    assertThrows(SignInException.class, () -> token(cache(), SERVICE));
    Files.setAttribute(directory, "unix:uid", 12345);

    assertTrue(
        assertThrows(SignInException.class, () -> token(cache(), SERVICE))
            .getMessage()
            .contains("it must be yours alone"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw--w----", "rw-----w-"})
  void fileThatOthersMayUseIsRefused(String permissions) throws Exception {
    token(cache(), SERVICE);
    setPermissions(file(), permissions);

    String message =
        assertThrows(SignInException.class, () -> token(cache(), SERVICE)).getMessage();

    assertTrue(message.contains(file() + " are not used"), message);
    assertTrue(message.contains("Delete it"), message);
  }

  @Test
  void linkInPlaceOfTheFileIsRefused() throws Exception {
    token(cache(), SERVICE);
    Path elsewhere = Files.move(file(), parent.resolve("elsewhere"));
    Files.createSymbolicLink(
        directory.resolve(Path.of(fileNameOfLock().replace(".lock", ".tokens"))), elsewhere);

    assertThrows(SignInException.class, () -> token(cache(), SERVICE));
  }

  private String fileNameOfLock() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".lock"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void linkToTheUsersOwnDirectoryIsFollowed() throws Exception {
    Path real = parent.resolve("real");
    token(cache(real, marker -> null), SERVICE);
    Files.createSymbolicLink(directory, real);

    assertEquals("s3cret-1", token(cache(), SERVICE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{broken",
        "[]",
        "{}",
        "\u0000",
        "{\"AccessToken\":\"a\",\"IssuedOn\":\"never\",\"RefreshOn\":\"9\",\"ExpiresOn\":\"9\"}",
        "{\"IssuedOn\":\"2026-01-01T00:00:00Z\",\"RefreshOn\":\"2096-01-01T00:00:00Z\",\"ExpiresOn\":\"2096-01-01T00:00:00Z\"}"
      })
  void whatCannotBeReadIsReplaced(String content) throws Exception {
    token(cache(), SERVICE);
    Files.writeString(file(), content);

    assertEquals("s3cret-2", token(cache(), SERVICE));
    assertEquals("s3cret-2", token(cache(), SERVICE));
    assertEquals(List.of(), told);
  }

  /** A keyring, which may be full or locked. */
  private static final class Keyring implements SecretStore {
    private byte[] data;
    private String failure;

    private void work() throws IOException {
      if (failure != null) {
        throw new IOException(failure);
      }
    }

    @Override
    public byte[] read() throws IOException {
      work();
      return data;
    }

    @Override
    public void write(byte[] written) throws IOException {
      work();
      data = written;
    }

    @Override
    public void delete() throws IOException {
      work();
      data = null;
    }
  }

  @Test
  void keyringIsPreferredToAFile() throws Exception {
    Keyring keyring = new Keyring();

    token(cache(directory, marker -> keyring), USER);

    assertTrue(new String(keyring.data, StandardCharsets.UTF_8).contains("s3cret-refresh-1"));
    assertThrows(Exception.class, this::file);
    assertEquals("s3cret-1", token(cache(directory, marker -> keyring), USER));
  }

  @Test
  void placeThatCanNotBeClosedToOthersIsRefusedUnlessTheSystemHasAKeyring() throws Exception {
    URI zip = URI.create("jar:" + parent.resolve("place.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path place = files.getPath("/cache");

      String message =
          assertThrows(SignInException.class, () -> token(cache(place, marker -> null), SERVICE))
              .getMessage();

      assertTrue(message.contains("the system has no keyring"), message);
    }
  }

  @Test
  void fullDiskIsToldOnceAndDoneWithout() throws Exception {
    Keyring full = new Keyring();
    full.failure = "No space left on device";
    TokenCache cache = cache(directory, marker -> full);
    TokenRequest request = cache.of(SERVICE, AUTHORITY);

    assertEquals("s3cret-1", request.request(null, Optional.empty()).token().text());
    assertEquals("s3cret-2", request.request(null, Optional.empty()).token().text());

    assertEquals(1, told.size());
    assertTrue(told.get(0).contains("No space left on device"), told.get(0));
    assertTrue(told.get(0).endsWith("Tokens are kept in memory only."), told.get(0));
  }

  @Test
  void placeThatCanNotBeWrittenToIsToldOnceAndDoneWithout() throws Exception {
    Path place = Files.writeString(parent.resolve("file"), "").resolve("cache");
    TokenCache cache = cache(place, marker -> null);

    assertEquals("s3cret-1", token(cache, SERVICE));
    assertEquals("s3cret-2", token(cache, SERVICE));

    assertEquals(1, told.size());
  }

  @Test
  void forgottenTokensAreGone() throws Exception {
    TokenCache cache = cache();
    TokenRequest request = cache.of(USER, AUTHORITY);
    request.request(null, Optional.empty());

    cache.forget();

    assertThrows(Exception.class, this::file);
    token(cache(), USER);
    assertEquals(List.of("null", "null"), asked);
  }

  @Test
  void tokenThatComesAfterTheSignOutIsNotKept() throws Exception {
    TokenCache cache = cache();
    TokenRequest request = cache.of(SERVICE, AUTHORITY);
    cache.forget();

    assertEquals("s3cret-1", request.request(null, Optional.empty()).token().text());

    assertEquals("s3cret-2", token(cache(), SERVICE));
  }

  @Test
  void signInAfterTheSignOutIsKeptAndForgottenAgain() throws Exception {
    TokenCache cache = cache();
    token(cache, USER);
    cache.forget();
    token(cache, USER);

    assertTrue(Files.exists(file()));
    cache.forget();

    assertThrows(Exception.class, this::file);
  }

  @Test
  void tokensOfEverySignInOfTheProcessAreForgotten() throws Exception {
    token(cache(), USER);
    TokenCache cache = cache();
    TokenRequest neverAsked = cache.of(USER, AUTHORITY);
    token(cache, SERVICE);

    cache.forget();

    assertThrows(Exception.class, this::file);
    assertEquals("s3cret-3", neverAsked.request(null, Optional.empty()).token().text());
    assertThrows(Exception.class, this::file);
  }

  @Test
  void tokensThatAnotherProcessKeptWithoutAKeyringAreForgottenToo() throws Exception {
    token(cache(), USER);
    Keyring keyring = new Keyring();
    TokenCache cache = cache(directory, marker -> keyring);
    token(cache, USER);

    cache.forget();

    assertNull(keyring.data);
    assertThrows(Exception.class, this::file);
    cache().forget();
  }

  @Test
  void tokensInAKeyringThatCanNotBeOpenedAreToldOf() throws Exception {
    token(cache(directory, marker -> new Keyring()), USER);
    TokenCache cache = cache();
    token(cache, USER);

    String message = assertThrows(SignInException.class, cache::forget).getMessage();

    assertTrue(message.contains("keyring"), message);
    assertThrows(Exception.class, this::file);
  }

  private static String next(TokenRequest request, IssuedToken before) throws SignInException {
    return request.request(null, before.account()).token().text();
  }

  @Test
  void tokenOfAnotherUserWhoSignsInMeanwhileIsNeitherUsedNorReplaced() throws Exception {
    TokenRequest request = cache().of(USER, AUTHORITY);
    IssuedToken before = request.request(null, Optional.empty());
    whoSignsIn = "second";
    TokenCache other = cache();
    other.of(USER, AUTHORITY);
    other.forget();
    assertEquals("s3cret-2", token(cache(), USER));

    assertEquals("s3cret-3", next(request, before));

    assertEquals("s3cret-2", token(cache(), USER));
    assertEquals("s3cret-refresh-1 null", asked.get(2));
  }

  @Test
  void tokenThatWasFoundIsRenewedForItsOwnUserToo() throws Exception {
    token(cache(), USER);
    TokenRequest request = cache().of(USER, AUTHORITY);
    IssuedToken before = request.request(null, Optional.empty());
    whoSignsIn = "second";
    TokenCache other = cache();
    other.of(USER, AUTHORITY);
    other.forget();
    token(cache(), USER);

    next(request, before);

    assertEquals(List.of("null", "null", "s3cret-refresh-1 null"), asked);
  }

  @Test
  void tokensThatCanNotBeForgottenAreToldOf() throws Exception {
    Keyring locked = new Keyring();
    TokenCache cache = cache(directory, marker -> locked);
    token(cache, USER);
    locked.failure = "locked";

    assertTrue(assertThrows(SignInException.class, cache::forget).getMessage().contains("locked"));
  }

  @Test
  void waitingForAnothersSignInCanBeInterrupted() throws Exception {
    TokenCache cache = cache();
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread holder =
        new Thread(
            new FutureTask<>(
                () ->
                    cache.use(
                        "name",
                        store -> {
                          isHeld.countDown();
                          try {
                            return mayEnd.await(30, TimeUnit.SECONDS);
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        })));
    holder.start();
    assertTrue(isHeld.await(30, TimeUnit.SECONDS));
    Thread.currentThread().interrupt();

    assertThrows(SignInException.class, () -> cache.use("name", store -> "used"));

    assertTrue(Thread.interrupted());
    mayEnd.countDown();
    assertEquals("used", cache.use("name", store -> "used"));
  }
}
