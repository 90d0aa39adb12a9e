package io.github.partnercart.command;

import io.github.partnercart.partnercenter.PartnerCenter;
import io.github.partnercart.signin.Secret;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in, or that there is none.
 *
 * @param partnerCenter the service as that account reaches it
 * @param session the Session that names it; null for the one to start with, and where there is none
 * @param newRefreshTokens gives each refresh token that came and was not handed on, once
 */
record SignedIn(
    PartnerCenter partnerCenter,
    @Nullable String session,
    Supplier<@Nullable Secret> newRefreshTokens) {

  static SignedIn atStart(PartnerCenter partnerCenter) {
    return new SignedIn(partnerCenter, null, () -> null);
  }

  /** Gives the refresh token that came last, once, if the user does not have it. */
  Optional<Secret> newRefreshToken() {
    return Optional.ofNullable(newRefreshTokens.get());
  }
}
