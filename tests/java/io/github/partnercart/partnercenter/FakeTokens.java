package io.github.partnercart.partnercenter;

import io.github.partnercart.signin.AccessTokenSource;
import io.github.partnercart.signin.SignInException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens named after how often they were renewed, which can run out. */
final class FakeTokens implements AccessTokenSource {
  /** What is to happen while somebody waits for a token. */
  @FunctionalInterface
  interface Hook {
    void run() throws SignInException, InterruptedException;
  }

  private final int most;
  private int number = 1;
  private Hook atToken = () -> {};
  private Hook atRenewal = () -> {};
  private final List<String> renewals = new ArrayList<>();
  private final List<Duration> patience = new ArrayList<>();

  FakeTokens(int most) {
    this.most = most;
  }

  void atToken(Hook hook) {
    atToken = hook;
  }

  void atRenewal(Hook hook) {
    atRenewal = hook;
  }

  /** Which token was refused, and how, each time. */
  List<String> renewals() {
    return renewals;
  }

  /** How long was given each time. */
  List<Duration> patience() {
    return patience;
  }

  @Override
  public String accessToken(Duration atMost) throws SignInException, InterruptedException {
    patience.add(atMost);
    atToken.run();
    return "token " + number;
  }

  @Override
  public boolean renew(String rejected, @Nullable String challenge, Duration atMost)
      throws SignInException, InterruptedException {
    patience.add(atMost);
    renewals.add(rejected + ": " + challenge);
    atRenewal.run();
    if (number == most) {
      return false;
    }
    number++;
    return true;
  }
}
