package io.github.partnercart.options;

import io.github.partnercart.signin.SignInWay;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to sign in.
 *
 * @param accessTokenFile where the access token is read from, if from a file
 * @param tokenCache where tokens are stored beyond the process, if anywhere
 * @param way the way to sign in, if one was chosen
 */
public record SignInOptions(
    Optional<Path> accessTokenFile, Optional<Path> tokenCache, Optional<SignInWay> way) {}
