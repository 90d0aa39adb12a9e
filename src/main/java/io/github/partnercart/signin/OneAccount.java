package io.github.partnercart.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of one command, all of one account: a token that another account's replaced
 * meanwhile is refused, so that a cart is not made as one partner and changed as another.
 */
public final class OneAccount implements AccessTokenSource {
  /** A token, and what it says of itself. */
  private record Known(String token, AccessTokenClaims claims, Account account) {}

  private final AccessTokenSource tokens;
  private @Nullable Known last;

  /**
   * @param tokens whose account is that of the first token
   */
  public OneAccount(AccessTokenSource tokens) {
    this.tokens = tokens;
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException, InterruptedException {
    return known(atMost).token();
  }

  /** Each token is read once, however often it is asked for. */
  private Known known(Duration atMost) throws SignInException, InterruptedException {
    String token = tokens.accessToken(atMost);
    synchronized (this) {
      if (last != null && last.token().equals(token)) {
        return last;
      }
      AccessTokenClaims claims = AccessTokenClaims.of(token);
      Account account = Account.of(token, claims);
      if (last != null
          && !last.account().equals(account)
          && !(last.account().isOpaque() && tokens.keepsAccount())) {
        throw new SignInException(
            "The access token now belongs to another account than when the command began.");
      }
      last = new Known(token, claims, account);
      return last;
    }
  }

  /**
   * What the token says of itself that is sent now.
   *
   * @param atMost how long the caller can wait for it
   * @throws SignInException if there is none
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  public AccessTokenClaims claims(Duration atMost) throws SignInException, InterruptedException {
    return known(atMost).claims();
  }

  /**
   * Whose tokens they are.
   *
   * @param atMost how long the caller can wait for the first token
   * @throws SignInException if there is none
   * @throws InterruptedException if the caller was interrupted while it waited
   */
  public Account account(Duration atMost) throws SignInException, InterruptedException {
    synchronized (this) {
      if (last != null) {
        return last.account();
      }
    }
    return known(atMost).account();
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException, InterruptedException {
    return tokens.renew(rejected, challenge, atMost);
  }
}
