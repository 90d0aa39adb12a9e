package io.github.partnercart.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The access tokens of one command, all of one account: a token that another account's replaced
 * meanwhile is refused, so that a cart is not made as one partner and changed as another.
 */
public final class OneAccount implements AccessTokenSource {
  private final AccessTokenSource tokens;
  private @Nullable Account account;

  /**
   * @param tokens whose account is that of the first token
   */
  public OneAccount(AccessTokenSource tokens) {
    this.tokens = tokens;
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException, InterruptedException {
    String token = tokens.accessToken(atMost);
    Account present = Account.of(token);
    synchronized (this) {
      if (account == null || (account.isOpaque() && tokens.keepsAccount())) {
        account = present;
      } else if (!account.equals(present)) {
        throw new SignInException(
            "The access token now belongs to another account than when the command began.");
      }
    }
    return token;
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
      if (account != null) {
        return account;
      }
    }
    return Account.of(accessToken(atMost));
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException, InterruptedException {
    return tokens.renew(rejected, challenge, atMost);
  }
}
