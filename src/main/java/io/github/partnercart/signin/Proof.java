package io.github.partnercart.signin;

import java.net.URI;
import java.nio.file.Path;

/** What an application proves with that it is who it says. */
public sealed interface Proof {
  /** A secret that both sides know. */
  record SharedSecret(Secret secret) implements Proof {}

  /**
   * A certificate with its private key, PEM or PFX.
   *
   * @param file read whenever a token is asked for, so that a renewed certificate is found
   * @param password what the private key is encrypted with; empty where it is not
   */
  record Certificate(Path file, Secret password) implements Proof {}

  /**
   * A certificate with its private key that was given, not named.
   *
   * @param pfx PKCS #12 in base64
   * @param password what it is encrypted with
   */
  record GivenCertificate(Secret pfx, Secret password) implements Proof {}

  /**
   * A token of another identity provider, in a file.
   *
   * @param file read whenever a token is asked for, as it is replaced before its token ends
   */
  record FederatedTokenFile(Path file) implements Proof {}

  /**
   * A token that GitHub Actions issues to a job.
   *
   * @param requestAddress where the job asks for it
   * @param requestToken what the job asks with
   */
  record GitHubActionsToken(URI requestAddress, Secret requestToken) implements Proof {}
}
