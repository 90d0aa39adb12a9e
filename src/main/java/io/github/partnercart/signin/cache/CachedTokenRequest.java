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

  /** Whoever asks again has no more use for it. */
  private @Nullable IssuedToken given;

  /** A command from before the sign-out that asks only now must not keep its token again. */
  private boolean isForgotten;

  CachedTokenRequest(TokenCache cache, String name, TokenRequest request, Clock clock) {
    this.cache = cache;
    this.name = name;
    this.request = request;
    this.clock = clock;
  }

  @Override
  public IssuedToken request(@Nullable String claims) throws SignInException {
    return cache.use(name, store -> request(claims, store));
  }

  private IssuedToken request(@Nullable String claims, Optional<SecretStore> store)
      throws SignInException {
    @Nullable IssuedToken kept = store.isPresent() ? read(store.get()) : null;
    if (kept != null && claims == null && serves(kept)) {
      given = kept;
      return kept;
    }
    if (kept != null && kept.refreshToken().isPresent()) {
      request.resume(kept.refreshToken().get());
    }
    IssuedToken issued = request.request(claims);
    if (issued.refreshToken().isEmpty() && kept != null) {
      issued = issued.with(kept.refreshToken());
    }
    if (store.isPresent() && !isForgotten) {
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
  public void forget() throws SignInException {
    cache.use(
        name,
        store -> {
          isForgotten = true;
          try {
            if (store.isPresent()) {
              store.get().delete();
            }
            return true;
          } catch (IOException e) {
            throw new SignInException(
                "The tokens in %s can't be deleted: %s".formatted(cache, e), e);
          }
        });
  }

  @Override
  public String toString() {
    return "CachedTokenRequest";
  }
}
