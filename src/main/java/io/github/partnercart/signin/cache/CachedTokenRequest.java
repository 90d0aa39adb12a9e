package io.github.partnercart.signin.cache;

import io.github.partnercart.signin.IssuedToken;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.TokenRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a token only where none that still serves is kept. */
final class CachedTokenRequest implements TokenRequest {
  private final TokenCache cache;
  private final String name;
  private final TokenRequest request;
  private final Clock clock;
  private final int age;

  /** The one who asks again has no more use for it. */
  private @Nullable IssuedToken given;

  CachedTokenRequest(TokenCache cache, String name, TokenRequest request, Clock clock) {
    this.cache = cache;
    this.name = name;
    this.request = request;
    this.clock = clock;
    this.age = cache.age();
  }

  @Override
  public IssuedToken request(@Nullable String claims, Optional<String> account)
      throws SignInException {
    return cache.use(
        name,
        held ->
            request(
                claims, account, held.map(TokenDirectory.Held::store).filter(any -> isOfToday())));
  }

  /** A command from before a sign-out that asks only now must neither keep nor find a token. */
  private boolean isOfToday() {
    return age == cache.age();
  }

  private IssuedToken request(
      @Nullable String claims, Optional<String> account, Optional<SecretStore> store)
      throws SignInException {
    @Nullable IssuedToken kept = store.isPresent() ? read(store.get()) : null;
    if (kept != null && account.isPresent() && !account.equals(kept.account())) {
      // Another user has signed in meanwhile, in another process, and keeps what is there.
      return ask(claims, account, given, Optional.empty());
    }
    if (kept != null && claims == null && serves(kept)) {
      given = kept;
      return kept;
    }
    return ask(claims, account, kept == null ? given : kept, store);
  }

  private IssuedToken ask(
      @Nullable String claims,
      Optional<String> account,
      @Nullable IssuedToken earlier,
      Optional<SecretStore> store)
      throws SignInException {
    if (earlier != null && earlier.refreshToken().isPresent()) {
      request.resume(earlier.refreshToken().get());
    }
    IssuedToken issued = request.request(claims, account);
    if (issued.refreshToken().isEmpty()
        && earlier != null
        && earlier.account().equals(issued.account())) {
      issued = issued.with(earlier.refreshToken());
    }
    if (store.isPresent() && isOfToday()) {
      write(store.get(), issued);
    }
    given = issued;
    return issued;
  }

  private boolean serves(IssuedToken kept) {
    return clock.instant().isBefore(kept.refreshOn())
        && (given == null || !given.token().equals(kept.token()));
  }

  private @Nullable IssuedToken read(SecretStore store) throws SignInException {
    try {
      return KeptTokens.read(store.read()).orElse(null);
    } catch (IOException e) {
      cache.tell(e);
      return null;
    }
  }

  private void write(SecretStore store, IssuedToken issued) {
    try {
      store.write(KeptTokens.written(issued));
    } catch (IOException e) {
      cache.tell(e);
    }
  }

  @Override
  public String toString() {
    return "CachedTokenRequest";
  }
}
